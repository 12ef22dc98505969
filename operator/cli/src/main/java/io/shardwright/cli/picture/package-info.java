/** Pictures of a plan: before and after, one cell a partition. */
@NullMarked
package io.shardwright.cli.picture;

import org.jspecify.annotations.NullMarked;
