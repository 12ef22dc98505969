/**
 * The planner: who should own which partition, and in which order partitions move to get there.
 *
 * <p>Node classes become a stable assignment of shards ({@link io.shardwright.planner.ClassAssignment}), classes and
 * explicit weights become one weight a shard ({@link io.shardwright.planner.Weights}), weights become quotas
 * ({@link io.shardwright.planner.Apportionment}), quotas and the present ownership become a target, and the difference
 * becomes ordered batches of moves ({@link io.shardwright.planner.Planner}).
 *
 * <p>Everything here is a pure function of its arguments: no clock, no randomness, no input order, no knowledge of
 * Kubernetes or of the shard contract. What can't be done is a value ({@link io.shardwright.planner.Refused}) that says
 * why and which edit would help; exceptions mean that the caller broke a stated precondition.
 */
@NullMarked
package io.shardwright.planner;

import org.jspecify.annotations.NullMarked;
