package io.shardwright.sample.server.state;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.Storage.Family;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The digests of what is stored, by partition. Every entry of the log brings them up to date in its own write batch, together
 * with a mark of its index. A version of the server that knows no digests leaves the mark behind; then, when the store is
 * opened, all are computed anew from what is stored. So stores go back and forth between such versions.
 */
final class Digests {
    private final Storage storage;

    Digests(Storage storage) {
        this.storage = storage;
    }

    /** Loads the digests of a store that stands at the given mark, and computes them first where theirs is another. */
    void load(StoreState state, byte @Nullable [] applied) {
        if (applied == null) {
            return;
        }
        byte[] mark = storage.get(Family.META, Keys.DIGESTED);
        if (mark == null || !Arrays.equals(mark, applied)) {
            compute(applied);
        }
        for (int p = 0; p < state.partitions; p++) {
            if (state.load(p).keys() > 0) {
                state.setDigest(p, decode(storage.get(Family.META, Keys.ofPartition(Keys.DIGEST, p))));
            }
        }
    }

    private void compute(byte[] applied) {
        try (Storage.Frozen frozen = storage.freeze();
                Storage.Batch batch = storage.batch()) {
            batch.deleteRange(Family.META, new byte[] {Keys.DIGEST}, new byte[] {Keys.DIGEST + 1});
            scan(frozen, 0, p -> true)
                    .forEach((p, digest) -> batch.put(Family.META, Keys.ofPartition(Keys.DIGEST, p), encode(digest)));
            batch.put(Family.META, Keys.DIGESTED, applied);
            storage.write(batch);
        }
    }

    static byte[] encode(Digest digest) {
        return Numbers.encode(digest.sum(), digest.mixedSum());
    }

    private static Digest decode(byte @Nullable [] stored) {
        if (stored == null) {
            return Digest.NONE;
        }
        Numbers numbers = Numbers.decode(stored);
        return new Digest(numbers.first(), numbers.second());
    }

    /** Digests of what is stored of the partitions from the first one on, while they are wanted. */
    private static Map<Integer, Digest> scan(Storage.Frozen frozen, int first, IntPredicate wanted) {
        Map<Integer, Digest> digests = new TreeMap<>();
        try (Storage.Cursor at = frozen.cursor(Family.DATA)) {
            for (at.seek(Keys.dataStart(first)); at.isValid(); at.next()) {
                byte[] key = at.key();
                int partition = Keys.partitionOf(key);
                if (!wanted.test(partition)) {
                    break;
                }
                digests.merge(partition, Digest.ofEntry(key, Digest.contentHash(at.value())), Digest::plus);
            }
            at.requireSound();
        }
        return digests;
    }

    /** Reads all that is stored of a partition; whether its digest is the one that was kept up to date. */
    boolean isSound(int partition) {
        try (Storage.Frozen frozen = storage.freeze()) {
            Digest found = scan(frozen, partition, p -> p == partition).getOrDefault(partition, Digest.NONE);
            return found.equals(decode(frozen.get(Family.META, Keys.ofPartition(Keys.DIGEST, partition))));
        }
    }

    /** What is stored of partitions, in words that are the same wherever the same is stored. */
    static String contentOf(StoreState state, PartitionRanges ranges) {
        PartitionLoad[] load = {PartitionLoad.NONE};
        Digest[] digest = {Digest.NONE};
        ranges.forEach(p -> {
            PartitionLoad one = state.load(p);
            load[0] = load[0].plus(one.keys(), one.bytes());
            digest[0] = digest[0].plus(state.digest(p));
        });
        return load[0].keys() + " keys, " + load[0].bytes() + " bytes, digest " + digest[0].text();
    }
}
