package io.shardwright.controller.observe;

import io.shardwright.resolver.ShardPlacement.Volume;

/**
 * The volume claims of a shard that has no StatefulSet.
 *
 * @param replicas how many places for replicas they are for: the highest number of a replica, plus one
 * @param volume what the first of them asked for
 */
public record Leftover(int replicas, Volume volume) {}
