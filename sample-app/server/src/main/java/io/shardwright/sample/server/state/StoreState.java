package io.shardwright.sample.server.state;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps in memory, rebuilt from disk when it is opened. The thread that applies changes it, after the change is
 * in RocksDB; any thread reads it.
 */
final class StoreState {
    private static final Ownership UNKNOWN = new Ownership.Unknown();

    /** A move with its partitions, parsed once. */
    record Tracked(Move move, PartitionRanges ranges) {}

    final int shard;
    final int partitions;

    /** What the shard is to each partition apart from open moves. For the applying thread. */
    private final Ownership[] base;
    /** Index that opened the move whose source must keep note of changes, 0 for none. For the applying thread. */
    private final long[] recording;

    private final AtomicReferenceArray<Ownership> effective;
    private final AtomicReferenceArray<PartitionLoad> loads;
    private final AtomicReferenceArray<Digest> digests;
    private volatile SortedMap<String, Tracked> moves = Collections.emptySortedMap();
    private volatile boolean founded;
    private volatile long appliedTerm;
    private volatile long appliedIndex;

    private final Object changed = new Object();
    private volatile long revision;

    StoreState(int shard, int partitions) {
        this.shard = shard;
        this.partitions = partitions;
        base = new Ownership[partitions];
        Arrays.fill(base, UNKNOWN);
        recording = new long[partitions];
        effective = new AtomicReferenceArray<>(base);
        loads = new AtomicReferenceArray<>(partitions);
        digests = new AtomicReferenceArray<>(partitions);
    }

    Ownership ownership(int partition) {
        return effective.get(partition);
    }

    Ownership base(int partition) {
        return base[partition];
    }

    long recording(int partition) {
        return recording[partition];
    }

    PartitionLoad load(int partition) {
        PartitionLoad load = loads.get(partition);
        return load == null ? PartitionLoad.NONE : load;
    }

    Digest digest(int partition) {
        Digest digest = digests.get(partition);
        return digest == null ? Digest.NONE : digest;
    }

    /** All moves that are remembered, by id. The map never changes; it is replaced. */
    SortedMap<String, Tracked> moves() {
        return moves;
    }

    @Nullable
    Move move(String id) {
        Tracked tracked = moves.get(id);
        return tracked == null ? null : tracked.move();
    }

    boolean isFounded() {
        return founded;
    }

    long appliedTerm() {
        return appliedTerm;
    }

    long appliedIndex() {
        return appliedIndex;
    }

    void found() {
        founded = true;
    }

    void applied(long term, long index) {
        appliedTerm = term;
        appliedIndex = index;
    }

    void setLoad(int partition, PartitionLoad load) {
        loads.set(partition, load);
    }

    void setDigest(int partition, Digest digest) {
        digests.set(partition, digest);
    }

    /** Sets what the shard is to a partition that no open move overlays. */
    void setBase(int partition, Ownership ownership) {
        base[partition] = ownership;
        effective.set(partition, ownership);
    }

    /**
     * Whether a move claims its partitions beside their ownership proper. At most one does at a time: once its target has
     * adopted, partitions may leave again while the first move isn't over yet, and its end must not touch them.
     */
    static boolean holds(Move move) {
        return switch (move.phase()) {
            case COPYING, FENCED, PREPARED -> true;
            case COMMITTED, ADOPTED, DONE, ABORTED -> false;
        };
    }

    /**
     * Replaces the moves.
     *
     * @param touched the one that has begun or ceased to hold its partitions, or holds them in another way; or null
     */
    void setMoves(Map<String, Tracked> next, @Nullable Tracked touched) {
        moves = Collections.unmodifiableSortedMap(new TreeMap<>(next));
        if (touched != null) {
            touched.ranges().forEach(p -> overlay(p, touched.move()));
        }
    }

    private void overlay(int partition, Move move) {
        effective.set(partition, overlaid(base[partition], move));
        boolean keepsNote = move instanceof Move.Outgoing
                && (move.phase() == MovePhase.COPYING || move.phase() == MovePhase.FENCED);
        recording[partition] = keepsNote ? ((Move.Outgoing) move).startIndex() : 0;
    }

    private static Ownership overlaid(Ownership base, Move move) {
        return switch (move) {
            case Move.Outgoing out
            when out.phase() == MovePhase.FENCED -> new Ownership.Fenced(base.servedEpoch(), out.id());
            case Move.Incoming in
            when in.phase() == MovePhase.COPYING || in.phase() == MovePhase.PREPARED ->
                new Ownership.Incoming(in.id(), in.order().from(), epochAtLeast(base));
            default -> base;
        };
    }

    /** The highest epoch of the partition that is known from its ownership alone. */
    static long epochAtLeast(Ownership base) {
        return switch (base) {
            case Ownership.Owned(long epoch) -> epoch;
            case Ownership.Fenced(long epoch, String move) -> epoch;
            case Ownership.MovedTo(int to, long epoch, boolean adopted) -> epoch;
            case Ownership.Incoming(String move, int from, long epoch) -> epoch;
            case Ownership.Unknown() -> 0;
        };
    }

    /** Wakes those who wait for a change of ownership. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the applying thread writes it
    void ownershipChanged() {
        synchronized (changed) {
            revision++;
            changed.notifyAll();
        }
    }

    long revision() {
        return revision;
    }

    boolean awaitRevisionAfter(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (changed) {
            while (revision == seen) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
        return true;
    }
}
