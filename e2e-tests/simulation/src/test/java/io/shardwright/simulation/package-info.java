/**
 * Shards, operator and clients on a virtual clock and network: the product's own state machines, move drivers and decisions,
 * driven through random edits and faults that a seed repeats, and checked after every step. docs/simulation.md says what is
 * real and what is modelled.
 */
@NullMarked
package io.shardwright.simulation;

import org.jspecify.annotations.NullMarked;
