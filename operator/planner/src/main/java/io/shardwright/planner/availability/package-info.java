/**
 * How much of the time keys can be read and written, computed from where replicas and routers run.
 *
 * <p>A model, not a measurement: independent processes, hosts and zones with assumed availabilities
 * ({@link io.shardwright.planner.availability.Assumptions}). {@link io.shardwright.planner.availability.ShardedSystem} is
 * what goes in, {@link io.shardwright.planner.availability.Availability} what comes out, and
 * {@link io.shardwright.planner.availability.Target} compares it with what is wanted and finds the cheapest change.
 */
@NullMarked
package io.shardwright.planner.availability;

import org.jspecify.annotations.NullMarked;
