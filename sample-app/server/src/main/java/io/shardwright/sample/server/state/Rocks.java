package io.shardwright.sample.server.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB database below a store, sized for a pod of 256 MiB: one block cache of 8 MiB, at most 8 MiB of write buffers.
 *
 * <p>There is no write-ahead log: the shard's own log is one. What makes that safe is that a write batch carries the index
 * of its log entry, that all column families are flushed together, and that the log keeps every entry behind the last
 * checkpoint. So whatever survives a crash is the exact state at some index, and the log replays from there.
 */
final class Rocks implements Storage {
    private static final long MIB = 1 << 20;
    private static final long BLOCK_CACHE_BYTES = 8 * MIB;
    private static final long ALL_WRITE_BUFFERS_BYTES = 8 * MIB;
    private static final int MAX_OPEN_FILES = 256;

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final RocksDB db;
    private final WriteOptions writeOptions;
    private final ReadOptions readOptions;
    private final ColumnFamilyHandle meta;
    private final ColumnFamilyHandle data;
    private final ColumnFamilyHandle changes;

    Rocks(Path dir) {
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(dir);
            LRUCache cache = own(new LRUCache(BLOCK_CACHE_BYTES));
            var families = List.of(
                    new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family(cache, MIB)),
                    new ColumnFamilyDescriptor("data".getBytes(), family(cache, 4 * MIB)),
                    new ColumnFamilyDescriptor("changes".getBytes(), family(cache, MIB)));
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            db = RocksDB.open(own(options()), dir.toString(), families, handles);
            handles.forEach(this::own);
            meta = handles.get(0);
            data = handles.get(1);
            changes = handles.get(2);
            writeOptions = own(new WriteOptions().setDisableWAL(true));
            readOptions = own(new ReadOptions());
        } catch (RocksDBException | IOException e) {
            closeAll();
            throw new StoreException("can't open the store in " + dir, e);
        }
    }

    private DBOptions options() {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setAvoidFlushDuringShutdown(true)
                .setDbWriteBufferSize(ALL_WRITE_BUFFERS_BYTES)
                .setMaxOpenFiles(MAX_OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setMaxManifestFileSize(4 * MIB)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MIB)
                .setKeepLogFileNum(2);
    }

    private ColumnFamilyOptions family(LRUCache cache, long writeBufferBytes) {
        var table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(own(new BloomFilter(10)));
        return own(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(writeBufferBytes)
                .setMaxWriteBufferNumber(2)
                .setTargetFileSizeBase(16 * MIB)
                .setMaxBytesForLevelBase(64 * MIB)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    private ColumnFamilyHandle handle(Family family) {
        return switch (family) {
            case META -> meta;
            case DATA -> data;
            case CHANGES -> changes;
        };
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) {
        return get(family, readOptions, key);
    }

    private byte @Nullable [] get(Family family, ReadOptions options, byte[] key) {
        try {
            return db.get(handle(family), options, key);
        } catch (RocksDBException e) {
            throw new StoreException("can't read the store", e);
        }
    }

    @Override
    public Cursor cursor(Family family) {
        return new RocksCursor(db.newIterator(handle(family), readOptions));
    }

    @Override
    public Frozen freeze() {
        return new Snapshot();
    }

    /** It holds back the reclaiming of space. */
    private final class Snapshot implements Frozen {
        private final org.rocksdb.Snapshot snapshot = db.getSnapshot();
        private final ReadOptions options =
                new ReadOptions().setSnapshot(snapshot).setFillCache(false);

        @Override
        public byte @Nullable [] get(Family family, byte[] key) {
            return Rocks.this.get(family, options, key);
        }

        @Override
        public Cursor cursor(Family family) {
            return new RocksCursor(db.newIterator(handle(family), options));
        }

        @Override
        public void close() {
            options.close();
            db.releaseSnapshot(snapshot);
        }
    }

    private record RocksCursor(RocksIterator at) implements Cursor {
        @Override
        public void seek(byte[] key) {
            at.seek(key);
        }

        @Override
        public boolean isValid() {
            return at.isValid();
        }

        @Override
        public byte[] key() {
            return at.key();
        }

        @Override
        public byte[] value() {
            return at.value();
        }

        @Override
        public void next() {
            at.next();
        }

        @Override
        public void requireSound() {
            try {
                at.status();
            } catch (RocksDBException e) {
                throw new StoreException("can't read the store", e);
            }
        }

        @Override
        public void close() {
            at.close();
        }
    }

    @Override
    public Batch batch() {
        return new RocksBatch();
    }

    @Override
    public void write(Batch batch) {
        try {
            db.write(writeOptions, ((RocksBatch) batch).batch);
        } catch (RocksDBException e) {
            throw new StoreException("can't write the store", e);
        }
    }

    private final class RocksBatch implements Batch {
        private final WriteBatch batch = new WriteBatch();

        @Override
        public void put(Family family, byte[] key, byte[] value) {
            attempt(() -> batch.put(handle(family), key, value));
        }

        @Override
        public void delete(Family family, byte[] key) {
            attempt(() -> batch.delete(handle(family), key));
        }

        @Override
        public void deleteRange(Family family, byte[] from, byte[] to) {
            attempt(() -> batch.deleteRange(handle(family), from, to));
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    private interface BatchStep {
        void run() throws RocksDBException;
    }

    private static void attempt(BatchStep step) {
        try {
            step.run();
        } catch (RocksDBException e) {
            throw new StoreException("can't build a write batch", e);
        }
    }

    /** Makes everything written so far durable, in all column families at one point. */
    private void flush() {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            db.flush(options, List.of(meta, data, changes));
        } catch (RocksDBException e) {
            throw new StoreException("can't flush the store", e);
        }
    }

    /** {@inheritDoc} The copy shares files with the store. */
    @Override
    public void checkpoint(Path folder) {
        flush();
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException e) {
            throw new StoreException("can't write a checkpoint to " + folder, e);
        }
    }

    @Override
    public void abandon() {
        db.cancelAllBackgroundWork(true);
        for (AutoCloseable handle : List.of(meta, data, changes)) {
            closeQuietly(handle);
        }
        db.close();
        closeAll();
    }

    @Override
    public void close() {
        flush();
        abandon();
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    private void closeAll() {
        for (AutoCloseable resource : owned.reversed()) {
            closeQuietly(resource);
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new StoreException("can't close the store", e);
        }
    }
}
