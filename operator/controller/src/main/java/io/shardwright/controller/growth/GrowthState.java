package io.shardwright.controller.growth;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.planner.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * How far the growth of volumes is, and what to do about it now.
 *
 * @param grown volumes that have the size asked for
 * @param volumes all volumes of the shards whose volumes grow; 0 where none do
 * @param sizes that they are to have, in words
 * @param claims that are to ask for more now
 * @param waitsFor what the first volume that isn't done waits for, for people; empty if nothing is known of it
 */
public record GrowthState(
        int grown, int volumes, SortedSet<String> sizes, List<Request> claims, Optional<String> waitsFor) {
    public GrowthState {
        claims = List.copyOf(claims);
    }

    /** A claim that is to ask for this size. */
    public record Request(ShardId shard, Claim claim, String resourceVersion, Quantity size) {}

    /** Whether volumes are left that are smaller than asked for. */
    public boolean isUnderWay() {
        return grown < volumes;
    }

    /** Such as {@code volumes: 3/9 grown to 20Gi, waits: the volume of store-1-0: it is being grown}. */
    public String text() {
        return "volumes: %d/%d grown to %s%s"
                .formatted(
                        grown,
                        volumes,
                        sizes.stream().collect(Collectors.joining(" and ")),
                        waitsFor.map(", waits: %s"::formatted).orElse(""));
    }
}
