/** Measured loads of partitions, read from a file. */
@NullMarked
package io.shardwright.cli.loads;

import org.jspecify.annotations.NullMarked;
