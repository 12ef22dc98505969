package io.shardwright.controller.step;

import io.shardwright.controller.observe.Identity;
import io.shardwright.controller.observe.Observed;
import io.shardwright.crds.v1alpha1.ShardSetStatus;
import java.util.Optional;

/** Whether what is there under a ShardSet's name, made by an earlier one perhaps, can be gone on with. */
final class Takeover {
    private Takeover() {}

    /** Why nothing at all can be done; empty if something can. */
    static Optional<Hindrance> hindrance(Observed observed) {
        return switch (observed.inheritance().identity()) {
            case Identity.Leaving(String object) ->
                Optional.of(new Hindrance(
                        "PredecessorRemains",
                        "what the ShardSet that had this name before leaves is still being deleted: " + object,
                        false));
            case Identity.Disputed(String why) -> Optional.of(new Hindrance("IdentityDisputed", why, true));
            case Identity.Known known -> otherPartitions(observed);
        };
    }

    private static Optional<Hindrance> otherPartitions(Observed observed) {
        int wanted = observed.spec().partitions();
        return observed.map()
                .map(map -> map.spec().partitions())
                .filter(kept -> kept != wanted)
                .map(kept -> new Hindrance(
                        "PartitionsDiffer",
                        "spec.partitions: the data that is there is laid out over %d partitions and %d are asked for, so that every key would change its place: delete this ShardSet and create it with spec.partitions %d, or under another name"
                                .formatted(kept, wanted, kept),
                        true));
    }

    /**
     * Whether nothing can be lost by beginning anew. So it is where no volume is left, and where this ShardSet never had a map
     * and every replica of every shard says that it never belonged to a group: an earlier ShardSet was deleted while it came up.
     */
    static boolean nothingWasFounded(Observed observed) {
        if (!observed.orphanedVolumes().isEmpty()) {
            return false;
        }
        boolean hadMap = Optional.ofNullable(observed.shardSet().getStatus())
                .map(ShardSetStatus::epoch)
                .isPresent();
        return observed.shards().isEmpty()
                || (!hadMap && observed.shards().values().stream().allMatch(Groups::waits));
    }
}
