package io.shardwright.sample.server.state;

import io.shardwright.sample.server.state.Storage.Family;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

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
