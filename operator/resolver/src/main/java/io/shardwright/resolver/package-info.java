/**
 * From the specification of a ShardSet to what the planner takes: a class and a weight for each shard.
 *
 * <p>Everything here is a pure function of the specification and of which class each shard had. The operator and the
 * command line share it, so that both plan from the same inputs; what depends on what is observed in a cluster is the
 * operator's own.
 */
@NullMarked
package io.shardwright.resolver;

import org.jspecify.annotations.NullMarked;
