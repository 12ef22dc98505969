/** The computed availability of a ShardSet, from where its pods are or are assumed to be. */
@NullMarked
package io.shardwright.cli.availability;

import org.jspecify.annotations.NullMarked;
