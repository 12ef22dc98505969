package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The StatefulSet of a shard, and the volume claims that were made for it.
 *
 * @param updateRevision of the pod template as it is now; empty until the StatefulSet's controller has seen the last edit
 * @param claims by ascending place; also those beyond the places that there are now
 * @param grownFrom the size that it was made with and still asks for, where its volumes were granted another since
 * @param created when it was created, in the API server's clock; long ago where that can't be told
 */
public record SetFacts(
        Optional<String> updateRevision, List<Claim> claims, Optional<Quantity> grownFrom, Instant created) {
    /** Nothing is known of it. */
    public static final SetFacts UNKNOWN = new SetFacts(Optional.empty(), List.of());

    public SetFacts {
        claims = List.copyOf(claims);
    }

    /** One whose volumes have the size that it was made with, long ago. */
    public SetFacts(Optional<String> updateRevision, List<Claim> claims) {
        this(updateRevision, claims, Optional.empty(), Instant.EPOCH);
    }

    /**
     * A volume claim with this ShardSet's uid on it.
     *
     * @param pod name of the pod that it is or was for
     * @param inUse whether that pod exists
     * @param deleting whether it is being deleted
     * @param volume its size and class; empty if nothing is known of them
     */
    public record Claim(
            String name, String uid, String pod, boolean inUse, boolean deleting, Optional<ClaimedVolume> volume) {

        /** One of whose volume nothing is known. */
        public Claim(String name, String uid, String pod, boolean inUse, boolean deleting) {
            this(name, uid, pod, inUse, deleting, Optional.empty());
        }
    }
}
