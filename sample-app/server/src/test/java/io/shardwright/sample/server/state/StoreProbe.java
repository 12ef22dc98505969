package io.shardwright.sample.server.state;

import io.shardwright.sample.server.state.Storage.Family;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

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
        read(store, Family.META, "meta ", content);
        read(store, Family.DATA, "data ", content);
        read(store, Family.CHANGES, "changes ", content);
        return content;
    }

    /** What is stored of a partition, served or not: keys with their versions and values. */
    public static SortedMap<String, ReadResult.Found> data(ShardStore store, int partition) {
        SortedMap<String, ReadResult.Found> found = new TreeMap<>();
        try (Storage.Cursor at = store.storage.cursor(Family.DATA)) {
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
        read(store, Family.CHANGES, "", notes);
        return notes.size();
    }

    /** Changes a stored value by one bit, behind the store's back. */
    public static void corrupt(ShardStore store, byte[] key) {
        byte[] dataKey = Keys.data(store.partitionOf(key), key);
        byte[] stored = Objects.requireNonNull(store.storage.get(Family.DATA, dataKey));
        stored[stored.length - 1] ^= 1;
        write(store, batch -> batch.put(Family.DATA, dataKey, stored));
    }

    /** The same for the first key of a partition. */
    public static void corruptFirst(ShardStore store, int partition) {
        try (Storage.Cursor at = store.storage.cursor(Family.DATA)) {
            at.seek(Keys.dataStart(partition));
            corrupt(store, Keys.userKey(at.key()));
        }
    }

    /** Leaves the store as a version that knows no digests would have written it. */
    static void forgetDigests(ShardStore store) {
        write(store, batch -> {
            batch.delete(Family.META, Keys.DIGESTED);
            batch.deleteRange(Family.META, new byte[] {Keys.DIGEST}, new byte[] {Keys.DIGEST + 1});
        });
    }

    /** Removes all data by an entry of the log, as a version that knows no digests would. */
    static void writeWithoutDigests(ShardStore store, long term, long index) {
        write(store, batch -> {
            batch.deleteRange(Family.DATA, Keys.dataStart(0), Keys.dataStart(store.partitions()));
            batch.put(Family.META, Keys.APPLIED, Numbers.encode(term, index));
        });
    }

    private static void write(ShardStore store, Consumer<Storage.Batch> step) {
        try (Storage.Batch batch = store.storage.batch()) {
            step.accept(batch);
            store.storage.write(batch);
        }
    }

    private static void read(ShardStore store, Family family, String prefix, SortedMap<String, String> into) {
        try (Storage.Cursor at = store.storage.cursor(family)) {
            for (at.seek(new byte[0]); at.isValid(); at.next()) {
                into.put(
                        prefix + HexFormat.of().formatHex(at.key()),
                        HexFormat.of().formatHex(at.value()));
            }
        }
    }
}
