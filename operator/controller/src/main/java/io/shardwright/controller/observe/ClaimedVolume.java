package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;

/**
 * What a volume claim asks for, and what it has got.
 *
 * @param requested the size that it asks for
 * @param capacity the size that it has; empty until it has a volume
 * @param bound whether it has a volume: only then can it grow
 * @param storageClass name of its class; empty if it names none
 * @param expansion whether that class can make it larger
 * @param obstacle why a growth that was asked for isn't done, for people; empty where nothing is known to be in its way
 * @param resourceVersion of the claim as it was observed
 */
public record ClaimedVolume(
        Quantity requested,
        Optional<Quantity> capacity,
        boolean bound,
        Optional<String> storageClass,
        Expansion expansion,
        Optional<String> obstacle,
        String resourceVersion) {

    /** Whether volumes of a storage class can grow. */
    public enum Expansion {
        /** Its {@code allowVolumeExpansion} is true. */
        ALLOWED,
        /** It isn't. */
        FORBIDDEN,
        /** No class is named, or none of that name exists. */
        NO_CLASS,
        /** The classes couldn't be read yet. */
        UNKNOWN
    }

    /** The size asked for, in bytes. */
    public long requestedBytes() {
        return bytes(requested);
    }

    /** Whether it has at least so many bytes. */
    public boolean holds(long bytes) {
        return capacity.filter(has -> bytes(has) >= bytes).isPresent();
    }

    static long bytes(Quantity size) {
        return size.getNumericalAmount().longValue();
    }
}
