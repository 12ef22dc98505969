/** Weighted rendezvous hashing, a peer that needs neither loads nor a present ownership. */
@NullMarked
package io.shardwright.bench.rendezvous;

import org.jspecify.annotations.NullMarked;
