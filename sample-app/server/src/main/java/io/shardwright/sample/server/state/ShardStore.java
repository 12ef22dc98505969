package io.shardwright.sample.server.state;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Partitioner;
import io.shardwright.sample.server.state.Storage.Family;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state machine of one shard on one replica's volume. One thread applies commands; any thread reads.
 *
 * <p>Applying writes the effects of a log entry and its index in one atomic batch. After a crash the store stands at some
 * index at or above its last checkpoint's, and the log replays from there; entries it has already are skipped.
 */
public final class ShardStore implements AutoCloseable {
    final Storage storage;
    private final StoreState state;
    private final Object applying = new Object();
    /** Keeps the native database open while a reader is in it. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;
    private boolean failed;

    private ShardStore(Storage storage, StoreState state) {
        this.storage = storage;
        this.state = state;
    }

    /**
     * Opens the store in a folder, or founds an empty one where there is none.
     *
     * @param shard ordinal of the shard; a store of another one is refused
     * @param partitions number of partitions, a power of two; a store with another number is refused
     * @throws StoreException if it can't be opened or isn't this shard's
     */
    public static ShardStore open(Path folder, int shard, int partitions) {
        Partitioner.requirePowerOfTwo(partitions);
        StoreFolder.finishRestore(folder);
        return open(new Rocks(folder), shard, partitions);
    }

    /** Opens the store in a storage, which it owns from here on, as {@link #open(Path, int, int)} does. */
    public static ShardStore open(Storage storage, int shard, int partitions) {
        Partitioner.requirePowerOfTwo(partitions);
        StoreState state = new StoreState(shard, partitions);
        try {
            new StoreLoader(storage, state).load();
        } catch (StoreException e) {
            storage.abandon();
            throw e;
        }
        return new ShardStore(storage, state);
    }

    /**
     * Replaces the closed store in a folder by a checkpoint. A crash leaves the old one or the new one.
     *
     * @param checkpoint a folder that {@link #snapshotTo} made; it stays as it is
     */
    public static void restore(Path checkpoint, Path folder) {
        StoreFolder.restore(checkpoint, folder);
    }

    /**
     * Applies an entry of the log.
     *
     * @return {@link Outcome.Batched} for a batch, {@link Outcome.Replayed} for an index that is applied already
     * @throws StoreException if the store can't take it. Nothing of it is applied then, and nothing after it will be: another
     *     try would leave a hole
     */
    public Outcome apply(long term, long index, Command command) {
        return applying(() -> {
            if (index <= state.appliedIndex()) {
                return new Outcome.Replayed();
            }
            try (Transaction transaction = new Transaction(storage, state, term, index)) {
                Outcome outcome = run(transaction, command);
                transaction.commit();
                return outcome;
            } catch (IllegalArgumentException e) {
                // A part that no replica can make sense of, such as partitions beyond their number.
                commitNothing(term, index);
                return new Outcome.Refused(String.valueOf(e.getMessage()));
            }
        });
    }

    /** Takes note of an entry of the log that carries no command. */
    public void advance(long term, long index) {
        applying(() -> {
            if (index > state.appliedIndex()) {
                commitNothing(term, index);
            }
            return null;
        });
    }

    private void commitNothing(long term, long index) {
        try (Transaction transaction = new Transaction(storage, state, term, index)) {
            transaction.commit();
        }
    }

    private <T extends @Nullable Object> T applying(Supplier<T> action) {
        synchronized (applying) {
            if (failed) {
                throw new StoreException("the store has failed before; restart from its last checkpoint");
            }
            failed = true;
            T result = using(action);
            failed = false;
            return result;
        }
    }

    private static Outcome run(Transaction transaction, Command command) {
        return switch (command) {
            case Command.Batch(var writes) -> new Writes(transaction).apply(writes);
            case Command.Init(String ranges) -> found(transaction, ranges);
            case Command.StartOut(var order, long at) -> new SourceSteps(transaction).start(order, at);
            case Command.Fence(String move) -> new SourceSteps(transaction).fence(move);
            case Command.Decide(var order, boolean commit, long fence, String why) ->
                new SourceSteps(transaction).decide(order, commit, fence, why);
            case Command.Adopted(String move) -> new SourceSteps(transaction).adopted(move);
            case Command.Drop(String move) -> new SourceSteps(transaction).drop(move);
            case Command.StartIn(var order, long at) -> new TargetSteps(transaction).start(order, at);
            case Command.Chunk(String move, int number, var page) ->
                new TargetSteps(transaction).chunk(move, number, page);
            case Command.Prepared prepared -> new TargetSteps(transaction).prepared(prepared);
            case Command.Adopt(String move) -> new TargetSteps(transaction).adopt(move);
            case Command.AbortIn(String move, String why) -> new TargetSteps(transaction).abort(move, why);
            case Command.GiveUp(String move, String why) -> new TargetSteps(transaction).giveUp(move, why);
            case Command.Finish(String move) -> new TargetSteps(transaction).finish(move);
        };
    }

    private static Outcome found(Transaction transaction, String ranges) {
        if (!transaction.state().isFounded()) {
            PartitionRanges owned = PartitionRanges.parse(ranges, transaction.state().partitions);
            transaction.found();
            owned.forEach(p -> transaction.setBase(p, new Ownership.Owned(1)));
        }
        return new Outcome.Founded();
    }

    /** Index of the last entry applied, 0 before the first. Everything up to it shows in reads. */
    public long appliedIndex() {
        return state.appliedIndex();
    }

    /** Term of the last entry applied, 0 before the first. */
    public long appliedTerm() {
        return state.appliedTerm();
    }

    /**
     * Writes a durable checkpoint of the state at {@link #appliedIndex()}; the store itself is durable up to there too, so
     * that the log may forget what is older. Called by the thread that applies.
     *
     * @param folder must not exist; its parent must, on the same file system
     */
    public void snapshotTo(Path folder) {
        synchronized (applying) {
            using(() -> {
                storage.checkpoint(folder);
                return null;
            });
        }
    }

    /** Reads a key. */
    public ReadResult.OfKey get(byte[] key) {
        int partition = partitionOf(key);
        return using(() -> {
            while (true) {
                Ownership before = state.ownership(partition);
                if (before.servedEpoch() == 0) {
                    return notOwner(before);
                }
                byte[] stored = storage.get(Family.DATA, Keys.data(partition, key));
                if (state.ownership(partition).servedEpoch() == before.servedEpoch()) {
                    return stored == null
                            ? new ReadResult.Absent(before.servedEpoch())
                            : new ReadResult.Found(
                                    Stored.value(stored),
                                    Stored.header(stored, stored.length).version(),
                                    before.servedEpoch());
                }
                // The partition left while its data was read: the copy may have been deleted already. Look again.
            }
        });
    }

    /**
     * Lists keys of a partition.
     *
     * @param after list keys behind this one, or from the first one if null
     * @param limit at most so many, at least 1
     */
    public ReadResult.OfList list(int partition, byte @Nullable [] after, int limit) {
        return using(() -> {
            while (true) {
                Ownership before = state.ownership(partition);
                if (before.servedEpoch() == 0) {
                    return notOwner(before);
                }
                var listed = read(partition, after, limit, before.servedEpoch());
                if (state.ownership(partition).servedEpoch() == before.servedEpoch()) {
                    return listed;
                }
            }
        });
    }

    private ReadResult.Listed read(int partition, byte @Nullable [] after, int limit, long epoch) {
        List<ReadResult.Item> items = new ArrayList<>();
        byte[] first = after == null ? Keys.dataStart(partition) : Keys.after(Keys.data(partition, after));
        try (Storage.Cursor at = storage.cursor(Family.DATA)) {
            at.seek(first);
            for (; at.isValid() && Keys.partitionOf(at.key()) == partition; at.next()) {
                if (items.size() == limit) {
                    return new ReadResult.Listed(items, epoch, true);
                }
                byte[] value = at.value();
                Stored stored = Stored.header(value, value.length);
                items.add(new ReadResult.Item(Keys.userKey(at.key()), stored.version(), stored.valueBytes()));
            }
        }
        return new ReadResult.Listed(items, epoch, false);
    }

    private static ReadResult.NotOwner notOwner(Ownership ownership) {
        return switch (ownership) {
            case Ownership.MovedTo(int to, long epoch, boolean adopted) -> new ReadResult.NotOwner(to, epoch, adopted);
            case Ownership.Incoming(String move, int from, long epoch) -> new ReadResult.NotOwner(from, epoch, true);
            default -> new ReadResult.NotOwner(null, 0, false);
        };
    }

    /**
     * Reads on for the target of a move, see {@link CopyPage}.
     *
     * @param maxBytes size of the page, exceeded only by one entry that is larger alone
     * @return null where the move isn't copying or fenced here
     */
    public @Nullable CopyPage copyPage(String move, CopyCursor after, int maxBytes) {
        return using(() -> CopyReader.read(storage, state, move, after, maxBytes));
    }

    /** Number of partitions. */
    public int partitions() {
        return state.partitions;
    }

    /** Partition of a key. */
    public int partitionOf(byte[] key) {
        return Partitioner.partitionOf(key, state.partitions);
    }

    /** Whether the shard knows what it was founded with. Until then it owns nothing. */
    public boolean isFounded() {
        return state.isFounded();
    }

    /** What the shard is to a partition. */
    public Ownership ownership(int partition) {
        return state.ownership(partition);
    }

    /** The partitions that the shard owns, fenced ones among them, by ascending epoch. */
    public List<EpochRanges> owned() {
        Map<Long, BitSet> byEpoch = new TreeMap<>();
        for (int p = 0; p < state.partitions; p++) {
            long epoch = state.ownership(p).servedEpoch();
            if (epoch > 0) {
                byEpoch.computeIfAbsent(epoch, e -> new BitSet()).set(p);
            }
        }
        return byEpoch.entrySet().stream()
                .map(e -> new EpochRanges(
                        e.getKey(), PartitionRanges.of(e.getValue()).toString()))
                .toList();
    }

    /** The moves that are open and the last finished ones, by id. */
    public List<Move> moves() {
        return state.moves().values().stream().map(StoreState.Tracked::move).toList();
    }

    /** A move, or null if it isn't known or is forgotten. */
    public @Nullable Move move(String id) {
        return state.move(id);
    }

    /**
     * What is stored of partitions, owned or not: the number of keys, their bytes, and a digest of keys, versions and values.
     * The same text stands for the same content, here and on other shards.
     */
    public String contentOf(PartitionRanges ranges) {
        return Digests.contentOf(state, ranges);
    }

    /** Reads all that is stored of a partition; whether it is what {@link #contentOf} says. Takes as long as reading it. */
    public boolean isSound(int partition) {
        return using(() -> new Digests(storage).isSound(partition));
    }

    /** What is stored of a partition. */
    public PartitionLoad load(int partition) {
        return state.load(partition);
    }

    /** What is stored of the partitions that the shard owns. */
    public PartitionLoad ownedTotal() {
        PartitionLoad total = PartitionLoad.NONE;
        for (int p = 0; p < state.partitions; p++) {
            if (state.ownership(p).servedEpoch() > 0) {
                PartitionLoad load = state.load(p);
                total = total.plus(load.keys(), load.bytes());
            }
        }
        return total;
    }

    /** Rises whenever the ownership of some partition changes. */
    public long ownershipRevision() {
        return state.revision();
    }

    /**
     * Waits for a change of ownership.
     *
     * @param seen the revision that was read before ownership was looked at
     * @return whether there has been one
     */
    public boolean awaitOwnershipChange(long seen, Duration atMost) throws InterruptedException {
        return state.awaitRevisionAfter(seen, atMost);
    }

    private <T extends @Nullable Object> T using(Supplier<T> action) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            return action.get();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Makes everything durable and closes; waits for readers to leave. */
    @Override
    public void close() {
        close(storage::close);
    }

    /** Closes without making anything durable, as a kill of the process would. */
    void abandon() {
        close(storage::abandon);
    }

    private void close(Runnable closer) {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closer.run();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
