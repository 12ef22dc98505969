package io.shardwright.sample.server.state;

import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Looks behind a store, and kills it, for tests in other packages. */
public final class StoreProbe {
    private StoreProbe() {}

    /** Closes as a kill of the process would: what wasn't flushed is gone. */
    public static void kill(ShardStore store) {
        store.abandon();
    }

    /** Everything on disk, column family and key in front. */
    public static SortedMap<String, String> content(ShardStore store) {
        SortedMap<String, String> content = new TreeMap<>();
        read(store, store.rocks.meta, "meta ", content);
        read(store, store.rocks.data, "data ", content);
        read(store, store.rocks.changes, "changes ", content);
        return content;
    }

    /** What is stored of a partition, served or not: keys with their versions and values. */
    public static SortedMap<String, ReadResult.Found> data(ShardStore store, int partition) {
        SortedMap<String, ReadResult.Found> found = new TreeMap<>();
        try (ReadOptions options = new ReadOptions();
                RocksIterator at = store.rocks.iterator(store.rocks.data, options)) {
            at.seek(Keys.dataStart(partition));
            for (; at.isValid() && Keys.partitionOf(at.key()) == partition; at.next()) {
                byte[] value = at.value();
                found.put(
                        new String(Keys.userKey(at.key()), java.nio.charset.StandardCharsets.UTF_8),
                        new ReadResult.Found(
                                Stored.value(value),
                                Stored.header(value, value.length).version(),
                                0));
            }
        }
        return found;
    }

    /** Changes that are noted for open moves. */
    public static int notes(ShardStore store) {
        SortedMap<String, String> notes = new TreeMap<>();
        read(store, store.rocks.changes, "", notes);
        return notes.size();
    }

    /** Changes a stored value by one bit, behind the store's back. */
    public static void corrupt(ShardStore store, byte[] key) {
        byte[] dataKey = Keys.data(store.partitionOf(key), key);
        byte[] stored = store.rocks.get(store.rocks.data, dataKey);
        stored[stored.length - 1] ^= 1;
        write(store, batch -> batch.put(store.rocks.data, dataKey, stored));
    }

    /** The same for the first key of a partition. */
    public static void corruptFirst(ShardStore store, int partition) {
        try (ReadOptions options = new ReadOptions();
                RocksIterator at = store.rocks.iterator(store.rocks.data, options)) {
            at.seek(Keys.dataStart(partition));
            corrupt(store, Keys.userKey(at.key()));
        }
    }

    /** Leaves the store as a version that knows no digests would have written it. */
    static void forgetDigests(ShardStore store) {
        write(store, batch -> {
            batch.delete(store.rocks.meta, Keys.DIGESTED);
            batch.deleteRange(store.rocks.meta, new byte[] {Keys.DIGEST}, new byte[] {Keys.DIGEST + 1});
        });
    }

    /** Removes all data by an entry of the log, as a version that knows no digests would. */
    static void writeWithoutDigests(ShardStore store, long term, long index) {
        write(store, batch -> {
            batch.deleteRange(store.rocks.data, Keys.dataStart(0), Keys.dataStart(store.partitions()));
            batch.put(store.rocks.meta, Keys.APPLIED, Numbers.encode(term, index));
        });
    }

    private interface Step {
        void to(WriteBatch batch) throws RocksDBException;
    }

    private static void write(ShardStore store, Step step) {
        try (WriteBatch batch = new WriteBatch()) {
            step.to(batch);
            store.rocks.write(batch);
        } catch (RocksDBException e) {
            throw new StoreException("can't write", e);
        }
    }

    private static void read(
            ShardStore store, ColumnFamilyHandle family, String prefix, SortedMap<String, String> into) {
        try (ReadOptions options = new ReadOptions();
                RocksIterator at = store.rocks.iterator(family, options)) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
                into.put(
                        prefix + HexFormat.of().formatHex(at.key()),
                        HexFormat.of().formatHex(at.value()));
            }
        }
    }
}
