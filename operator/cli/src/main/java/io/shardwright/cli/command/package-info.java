/** The commands, their options and exit codes. */
@NullMarked
package io.shardwright.cli.command;

import org.jspecify.annotations.NullMarked;
