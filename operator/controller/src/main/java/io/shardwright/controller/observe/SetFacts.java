package io.shardwright.controller.observe;

import java.util.List;
import java.util.Optional;

/**
 * The StatefulSet of a shard, and the volume claims that were made for it.
 *
 * @param updateRevision of the pod template as it is now; empty until the StatefulSet's controller has seen the last edit
 * @param claims by ascending place; also those beyond the places that there are now
 */
public record SetFacts(Optional<String> updateRevision, List<Claim> claims) {
    /** Nothing is known of it. */
    public static final SetFacts UNKNOWN = new SetFacts(Optional.empty(), List.of());

    public SetFacts {
        claims = List.copyOf(claims);
    }

    /**
     * A volume claim with this ShardSet's uid on it.
     *
     * @param pod name of the pod that it is or was for
     * @param inUse whether that pod exists
     * @param deleting whether it is being deleted
     */
    public record Claim(String name, String uid, String pod, boolean inUse, boolean deleting) {}
}
