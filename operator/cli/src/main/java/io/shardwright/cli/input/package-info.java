/** What users hand in: files with limits, and problems that name file, line and field. */
@NullMarked
package io.shardwright.cli.input;

import org.jspecify.annotations.NullMarked;
