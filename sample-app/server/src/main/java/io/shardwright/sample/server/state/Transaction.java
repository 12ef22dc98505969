package io.shardwright.sample.server.state;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.Storage.Family;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one log entry: collected, written in one batch together with the entry's index, then shown in
 * memory. What fails before that leaves no trace.
 */
final class Transaction implements AutoCloseable {
    private final Storage storage;
    private final StoreState state;
    private final long term;
    private final long index;

    private final Storage.Batch batch;
    /** Keys written by this entry; null for a removed one. Looked up only, so that its order doesn't matter. */
    private final Map<ByteBuffer, @Nullable Present> written = new HashMap<>();

    private final SortedMap<Integer, PartitionLoad> loads = new TreeMap<>();
    private final SortedMap<Integer, Digest> digests = new TreeMap<>();
    private final SortedMap<Integer, Ownership> bases = new TreeMap<>();
    private @Nullable SortedMap<String, StoreState.Tracked> moves;
    private StoreState.@Nullable Tracked touched;
    private boolean founds;

    Transaction(Storage storage, StoreState state, long term, long index) {
        this.storage = storage;
        this.batch = storage.batch();
        this.state = state;
        this.term = term;
        this.index = index;
    }

    StoreState state() {
        return state;
    }

    long index() {
        return index;
    }

    /** What is stored under a key, seen after this entry's own writes; null for nothing. */
    @Nullable
    Present stored(byte[] dataKey) {
        ByteBuffer key = ByteBuffer.wrap(dataKey);
        if (written.containsKey(key)) {
            return written.get(key);
        }
        byte[] stored = storage.get(Family.DATA, dataKey);
        return stored == null ? null : Present.of(stored);
    }

    /** Stores a value over what {@link #stored} says is there now. */
    void put(int partition, byte[] dataKey, @Nullable Present before, Version version, byte[] value) {
        byte[] stored = Stored.encode(version, value);
        batch.put(Family.DATA, dataKey, stored);
        Present now = new Present(version, value.length, Digest.contentHash(stored));
        written.put(ByteBuffer.wrap(dataKey), now);
        changeDigest(partition, dataKey, before, now);
        long bytesBefore = before == null ? 0 : before.valueBytes();
        addLoad(
                partition,
                before == null ? 1 : 0,
                value.length - bytesBefore + (before == null ? dataKey.length - Keys.PARTITION_BYTES : 0));
    }

    /** Removes a key that {@link #stored} says is there. */
    void remove(int partition, byte[] dataKey, Present before) {
        batch.delete(Family.DATA, dataKey);
        written.put(ByteBuffer.wrap(dataKey), null);
        changeDigest(partition, dataKey, before, null);
        addLoad(partition, -1, -(before.valueBytes() + dataKey.length - Keys.PARTITION_BYTES));
    }

    private void addLoad(int partition, long keys, long bytes) {
        PartitionLoad before = loads.getOrDefault(partition, state.load(partition));
        loads.put(partition, before.plus(keys, bytes));
    }

    private void changeDigest(int partition, byte[] dataKey, @Nullable Present before, @Nullable Present now) {
        Digest digest = digests.getOrDefault(partition, state.digest(partition));
        if (before != null) {
            digest = digest.minus(Digest.ofEntry(dataKey, before.contentHash()));
        }
        if (now != null) {
            digest = digest.plus(Digest.ofEntry(dataKey, now.contentHash()));
        }
        digests.put(partition, digest);
    }

    /** Deletes all that is stored of these partitions. Not to be mixed with writes to them in one entry. */
    void clear(PartitionRanges partitions) {
        int first = -1;
        int last = -1;
        for (int p : (Iterable<Integer>) partitions.stream().boxed()::iterator) {
            if (state.load(p).keys() == 0) {
                continue;
            }
            loads.put(p, PartitionLoad.NONE);
            digests.put(p, Digest.NONE);
            if (first >= 0 && p != last + 1) {
                clear(first, last);
                first = p;
            }
            first = first < 0 ? p : first;
            last = p;
        }
        if (first >= 0) {
            clear(first, last);
        }
    }

    private void clear(int first, int last) {
        batch.deleteRange(Family.DATA, Keys.dataStart(first), Keys.dataStart(last + 1));
    }

    /** Notes a change for the target of the move that index {@code startIndex} opened. */
    void noteChange(long startIndex, Version version, boolean removed, byte[] key) {
        byte[] note = new Change(version.epoch(), removed, key).encode();
        batch.put(Family.CHANGES, Keys.change(startIndex, version.sequence()), note);
    }

    /** Forgets the changes noted for a move. */
    void forgetChanges(long startIndex) {
        batch.deleteRange(Family.CHANGES, Keys.change(startIndex, 0), Keys.change(startIndex + 1, 0));
    }

    /** Founds the shard. */
    void found() {
        founds = true;
        batch.put(Family.META, Keys.FOUNDED, new byte[0]);
    }

    /** Changes what the shard is to a partition apart from open moves. */
    void setBase(int partition, Ownership ownership) {
        bases.put(partition, ownership);
        byte[] bytes = OwnershipCodec.encode(ownership);
        batch.put(Family.META, Keys.ofPartition(Keys.OWNERSHIP, partition), bytes);
    }

    /** Stores a move, and forgets the oldest finished ones beyond {@link Limits#FINISHED_MOVES}. At most one per entry. */
    Outcome store(Move move, PartitionRanges ranges) {
        Move before = state.move(move.id());
        var tracked = new StoreState.Tracked(move, ranges);
        SortedMap<String, StoreState.Tracked> next = new TreeMap<>(state.moves());
        next.put(move.id(), tracked);
        if (before == null || before.phase() != move.phase() || !before.order().equals(move.order())) {
            byte[] bytes = MoveCodec.encode(move);
            batch.put(Family.META, Keys.ofMove(Keys.MOVE, move.id()), bytes);
        }
        if (move instanceof Move.Incoming incoming) {
            byte[] bytes = MoveCodec.encode(incoming.progress());
            batch.put(Family.META, Keys.ofMove(Keys.PROGRESS, move.id()), bytes);
        }
        if (move.isOver()) {
            forgetOldest(next);
        }
        moves = next;
        boolean entersPhase = before == null || before.phase() != move.phase();
        boolean held = before != null && StoreState.holds(before);
        if (entersPhase && (held || StoreState.holds(move))) {
            touched = tracked;
        }
        return new Outcome.MoveIs(move);
    }

    private void forgetOldest(SortedMap<String, StoreState.Tracked> next) {
        List<Move> finished = next.values().stream()
                .map(StoreState.Tracked::move)
                .filter(Move::isOver)
                .sorted(Comparator.comparingLong(Move::endedAt).thenComparing(Move::id))
                .toList();
        for (Move old : finished.subList(0, Math.max(0, finished.size() - Limits.FINISHED_MOVES))) {
            next.remove(old.id());
            batch.delete(Family.META, Keys.ofMove(Keys.MOVE, old.id()));
            batch.delete(Family.META, Keys.ofMove(Keys.PROGRESS, old.id()));
        }
    }

    void commit() {
        loads.forEach((p, load) ->
                batch.put(Family.META, Keys.ofPartition(Keys.LOAD, p), Numbers.encode(load.keys(), load.bytes())));
        digests.forEach(
                (p, digest) -> batch.put(Family.META, Keys.ofPartition(Keys.DIGEST, p), Digests.encode(digest)));
        byte[] here = Numbers.encode(term, index);
        batch.put(Family.META, Keys.APPLIED, here);
        batch.put(Family.META, Keys.DIGESTED, here);
        storage.write(batch);
        publish();
    }

    private void publish() {
        loads.forEach(state::setLoad);
        digests.forEach(state::setDigest);
        bases.forEach(state::setBase);
        if (moves != null) {
            state.setMoves(moves, touched);
        }
        if (founds) {
            state.found();
        }
        state.applied(term, index);
        if (touched != null || !bases.isEmpty()) {
            state.ownershipChanged();
        }
    }

    @Override
    public void close() {
        batch.close();
    }
}
