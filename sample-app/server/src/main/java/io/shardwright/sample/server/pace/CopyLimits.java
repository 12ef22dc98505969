package io.shardwright.sample.server.pace;

/**
 * The limits of one shard's leader.
 *
 * @param in what all copies to this shard may take together
 * @param out what all copies from this shard may take together
 */
public record CopyLimits(CopyLimit in, CopyLimit out) {
    /** Limits that never hold up anything. */
    public static CopyLimits none() {
        return new CopyLimits(CopyLimit.none(), CopyLimit.none());
    }
}
