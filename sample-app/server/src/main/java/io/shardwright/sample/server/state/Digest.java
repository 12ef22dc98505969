package io.shardwright.sample.server.state;

import io.shardwright.contract.Partitioner;
import java.util.HexFormat;

/**
 * What is stored of partitions, as a number that doesn't depend on the order in which it came there: a sum over the entries,
 * so that one entry is added or taken away in constant time.
 *
 * <pre>
 *   entry  = mix(xxHash64(partition and key) + P · mix(xxHash64(version and value)))
 *   digest = (Σ entry, Σ mix(entry ⊕ P))      each modulo 2^64
 * </pre>
 *
 * <p>It is a multiset hash by addition, as in Bellare and Micciancio, "A New Paradigm for Collision-Free Hashing" (1997), with
 * hashes that find accidents, not forgers: two entries look alike with a probability of 2^-64, and differences of several
 * entries cancel out with one of 2^-128. {@code mix} is the finalizer of MurmurHash3.
 *
 * @param sum the first sum
 * @param mixedSum the second
 */
record Digest(long sum, long mixedSum) {
    static final Digest NONE = new Digest(0, 0);

    private static final long P = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio

    /**
     * Of one entry.
     *
     * @param dataKey partition and key, as stored
     * @param contentHash {@link #contentHash} of version and value, as stored
     */
    static Digest ofEntry(byte[] dataKey, long contentHash) {
        long entry = mix(Partitioner.xxHash64(dataKey) + P * mix(contentHash));
        return new Digest(entry, mix(entry ^ P));
    }

    /** Of version and value, as stored. */
    static long contentHash(byte[] stored) {
        return Partitioner.xxHash64(stored);
    }

    Digest plus(Digest other) {
        return new Digest(sum + other.sum, mixedSum + other.mixedSum);
    }

    Digest minus(Digest other) {
        return new Digest(sum - other.sum, mixedSum - other.mixedSum);
    }

    /** 32 hexadecimal digits. */
    String text() {
        return HexFormat.of().toHexDigits(sum) + HexFormat.of().toHexDigits(mixedSum);
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
