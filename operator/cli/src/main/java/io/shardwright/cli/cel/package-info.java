/** The part of the Common Expression Language that the rules of the definitions use. */
@NullMarked
package io.shardwright.cli.cel;

import org.jspecify.annotations.NullMarked;
