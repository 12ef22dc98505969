/** Skewed loads: ours, WAGED and weighted rendezvous hashing on the same loads. */
@NullMarked
package io.shardwright.bench.skew;

import org.jspecify.annotations.NullMarked;
