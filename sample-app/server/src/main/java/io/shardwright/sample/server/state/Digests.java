package io.shardwright.sample.server.state;

import io.shardwright.contract.PartitionRanges;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The digests of what is stored, by partition. Every entry of the log brings them up to date in its own write batch, together
 * with a mark of its index. A version of the server that knows no digests leaves the mark behind; then, when the store is
 * opened, all are computed anew from what is stored. So stores go back and forth between such versions.
 */
final class Digests {
    private final Rocks rocks;

    Digests(Rocks rocks) {
        this.rocks = rocks;
    }

    /** Loads the digests of a store that stands at the given mark, and computes them first where theirs is another. */
    void load(StoreState state, byte @Nullable [] applied) {
        if (applied == null) {
            return;
        }
        byte[] mark = rocks.get(rocks.meta, Keys.DIGESTED);
        if (mark == null || !Arrays.equals(mark, applied)) {
            compute(applied);
        }
        for (int p = 0; p < state.partitions; p++) {
            if (state.load(p).keys() > 0) {
                state.setDigest(p, stored(null, p));
            }
        }
    }

    private void compute(byte[] applied) {
        try (ReadOptions options = new ReadOptions();
                WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(rocks.meta, new byte[] {Keys.DIGEST}, new byte[] {Keys.DIGEST + 1});
            scan(options, 0, p -> true).forEach((p, digest) -> put(batch, p, digest));
            batch.put(rocks.meta, Keys.DIGESTED, applied);
            rocks.write(batch);
        } catch (RocksDBException e) {
            throw new StoreException("can't write the digests", e);
        }
    }

    private void put(WriteBatch batch, int partition, Digest digest) {
        try {
            batch.put(rocks.meta, Keys.ofPartition(Keys.DIGEST, partition), encode(digest));
        } catch (RocksDBException e) {
            throw new StoreException("can't write the digests", e);
        }
    }

    static byte[] encode(Digest digest) {
        return Numbers.encode(digest.sum(), digest.mixedSum());
    }

    private Digest stored(@Nullable ReadOptions at, int partition) {
        byte[] key = Keys.ofPartition(Keys.DIGEST, partition);
        byte[] stored = at == null ? rocks.get(rocks.meta, key) : rocks.get(rocks.meta, at, key);
        if (stored == null) {
            return Digest.NONE;
        }
        Numbers numbers = Numbers.decode(stored);
        return new Digest(numbers.first(), numbers.second());
    }

    /** Digests of what is stored of the partitions from the first one on, while they are wanted. */
    private Map<Integer, Digest> scan(ReadOptions options, int first, IntPredicate wanted) {
        Map<Integer, Digest> digests = new TreeMap<>();
        try (RocksIterator at = rocks.iterator(rocks.data, options)) {
            for (at.seek(Keys.dataStart(first)); at.isValid(); at.next()) {
                byte[] key = at.key();
                int partition = Keys.partitionOf(key);
                if (!wanted.test(partition)) {
                    break;
                }
                digests.merge(partition, Digest.ofEntry(key, Digest.contentHash(at.value())), Digest::plus);
            }
            at.status();
        } catch (RocksDBException e) {
            throw new StoreException("can't read the store", e);
        }
        return digests;
    }

    /** Reads all that is stored of a partition; whether its digest is the one that was kept up to date. */
    boolean isSound(int partition) {
        try (Rocks.Frozen frozen = rocks.freeze()) {
            Digest found = scan(frozen.options, partition, p -> p == partition).getOrDefault(partition, Digest.NONE);
            return found.equals(stored(frozen.options, partition));
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
