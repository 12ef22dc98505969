package io.shardwright.contract;

import org.jspecify.annotations.Nullable;

/**
 * Answer of a pod to a router or client that asks where requests should go.
 *
 * @param shard ordinal of the shard that answers
 * @param leaderPod the shard's leader, or null while there is none
 * @param map the map as known here, or null where none has arrived yet
 */
public record RoutingView(
        int shard, @Nullable String leaderPod, @Nullable OwnershipMap map) {}
