package io.shardwright.simulation;

import io.shardwright.sample.server.state.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store's keys and values in memory, with a digest of all of them that each write keeps current. */
final class MemoryStorage implements Storage {
    private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);
    private long digest;

    MemoryStorage() {
        for (Family family : Family.values()) {
            families.put(family, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    MemoryStorage copy() {
        MemoryStorage copy = new MemoryStorage();
        families.forEach((family, content) -> copy.of(family).putAll(content));
        copy.digest = digest;
        return copy;
    }

    /** The same for the same content, whatever the order of writes. */
    long digest() {
        return digest;
    }

    @SuppressWarnings("NullAway") // all families are there from the start
    NavigableMap<byte[], byte[]> of(Family family) {
        return families.get(family);
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) {
        return of(family).get(key);
    }

    @Override
    public Cursor cursor(Family family) {
        return new MemoryCursor(of(family));
    }

    /** Nobody writes within a turn, so that now is the moment. */
    @Override
    public Frozen freeze() {
        return new Frozen() {
            @Override
            public byte @Nullable [] get(Family family, byte[] key) {
                return MemoryStorage.this.get(family, key);
            }

            @Override
            public Cursor cursor(Family family) {
                return MemoryStorage.this.cursor(family);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Batch batch() {
        return new MemoryBatch();
    }

    @Override
    public void write(Batch batch) {
        ((MemoryBatch) batch).changes.forEach(Runnable::run);
    }

    void put(Family family, byte[] key, byte[] value) {
        byte[] before = of(family).put(key, value);
        digest += hash(family, key, value) - (before == null ? 0 : hash(family, key, before));
    }

    void delete(Family family, byte[] key) {
        byte[] before = of(family).remove(key);
        digest -= before == null ? 0 : hash(family, key, before);
    }

    void deleteRange(Family family, byte[] from, byte[] to) {
        List.copyOf(of(family).subMap(from, to).keySet()).forEach(key -> delete(family, key));
    }

    private static long hash(Family family, byte[] key, byte[] value) {
        long mixed =
                31L * (31L * family.ordinal() + Arrays.hashCode(key)) + 0x9E3779B97F4A7C15L * Arrays.hashCode(value);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public void checkpoint(Path folder) {
        throw new UnsupportedOperationException("a simulated volume copies its storage instead");
    }

    @Override
    public void abandon() {}

    @Override
    public void close() {}

    private final class MemoryBatch implements Batch {
        private final List<Runnable> changes = new ArrayList<>();

        @Override
        public void put(Family family, byte[] key, byte[] value) {
            changes.add(() -> MemoryStorage.this.put(family, key, value));
        }

        @Override
        public void delete(Family family, byte[] key) {
            changes.add(() -> MemoryStorage.this.delete(family, key));
        }

        @Override
        public void deleteRange(Family family, byte[] from, byte[] to) {
            changes.add(() -> MemoryStorage.this.deleteRange(family, from, to));
        }

        @Override
        public void close() {}
    }

    @SuppressWarnings("NullAway") // key and value are asked for only where it is valid
    private static final class MemoryCursor implements Cursor {
        private final NavigableMap<byte[], byte[]> content;
        private Map.@Nullable Entry<byte[], byte[]> at;

        MemoryCursor(NavigableMap<byte[], byte[]> content) {
            this.content = content;
        }

        @Override
        public void seek(byte[] key) {
            at = content.ceilingEntry(key);
        }

        @Override
        public boolean isValid() {
            return at != null;
        }

        @Override
        public byte[] key() {
            return at.getKey();
        }

        @Override
        public byte[] value() {
            return at.getValue();
        }

        @Override
        public void next() {
            at = content.higherEntry(at.getKey());
        }

        @Override
        public void requireSound() {}

        @Override
        public void close() {}
    }
}
