/**
 * The planner for measured loads: who should own which partition when partitions differ in load and in size.
 *
 * <p>{@link io.shardwright.planner.loads.LoadPlanner} takes a {@link io.shardwright.planner.loads.LoadRequest} and gives a
 * {@link io.shardwright.planner.loads.LoadPlan}: waves of moves, the figures before and after, what stays and why. Large partitions get seats ({@link io.shardwright.planner.loads.Seats}); shards that are too full give up what costs the
 * fewest bytes ({@link io.shardwright.planner.loads.KeptSet}); the rest of the
 * package finds places for it, bounds it and puts it in order.
 *
 * <p>As in {@link io.shardwright.planner}, everything is a pure function of its arguments.
 */
@NullMarked
package io.shardwright.planner.loads;

import org.jspecify.annotations.NullMarked;
