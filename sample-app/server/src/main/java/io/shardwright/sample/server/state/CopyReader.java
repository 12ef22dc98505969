package io.shardwright.sample.server.state;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Partitioner;
import io.shardwright.sample.server.state.Storage.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of the copy at a source, all of it from the state at one index.
 *
 * <p>A copy needs no snapshot that lives as long as it does: the scan may read each key at a time of its own, because every
 * change since the move was opened is noted, and the notes are followed behind the scan. A note is worth a value only while
 * the key still has the noted version; a later note stands for the later one. So the target, having followed the notes to
 * their end at index i, has exactly the source's state at i.
 */
final class CopyReader {
    /** Notes looked at for one page, so that a page of outdated ones ends too. */
    private static final int MAX_NOTES = 20_000;

    private final Storage.Frozen frozen;
    private final int partitions;
    private final Move.Outgoing move;
    private final BitSet wanted = new BitSet();
    private final int maxBytes;

    private final List<CopiedEntry> entries = new ArrayList<>();
    private int bytes;

    private CopyReader(
            Storage.Frozen frozen, int partitions, Move.Outgoing move, PartitionRanges ranges, int maxBytes) {
        this.frozen = frozen;
        this.partitions = partitions;
        this.move = move;
        ranges.forEach(wanted::set);
        this.maxBytes = maxBytes;
    }

    /** The page behind the cursor, or null where the move isn't copying or fenced (any more). */
    static @Nullable CopyPage read(Storage storage, StoreState state, String id, CopyCursor after, int maxBytes) {
        var tracked = state.moves().get(id);
        if (tracked == null) {
            return null;
        }
        long total =
                tracked.ranges().stream().mapToLong(p -> state.load(p).bytes()).sum();
        try (Storage.Frozen frozen = storage.freeze()) {
            byte[] stored = frozen.get(Family.META, Keys.ofMove(Keys.MOVE, id));
            boolean isOpen = stored != null
                    && MoveCodec.decode(stored, CopyProgress.start()) instanceof Move.Outgoing out
                    && (out.phase() == MovePhase.COPYING || out.phase() == MovePhase.FENCED);
            if (!isOpen || !(tracked.move() instanceof Move.Outgoing move)) {
                return null;
            }
            byte[] applied = Objects.requireNonNull(frozen.get(Family.META, Keys.APPLIED));
            long index = Numbers.decode(applied).second();
            var reader = new CopyReader(frozen, state.partitions, move, tracked.ranges(), maxBytes);
            return switch (after) {
                case CopyCursor.Scan(byte[] key) -> reader.scan(key, index, total);
                case CopyCursor.Changes(long sequence) -> reader.follow(sequence, index, total);
            };
        }
    }

    private CopyPage scan(byte[] after, long index, long total) {
        byte[] last = after;
        try (Storage.Cursor at = frozen.cursor(Family.DATA)) {
            at.seek(after.length == 0 ? after : Keys.after(after));
            while (at.isValid()) {
                byte[] dataKey = at.key();
                int partition = Keys.partitionOf(dataKey);
                if (!wanted.get(partition)) {
                    int next = nextPartition(partition);
                    if (next < 0) {
                        break;
                    }
                    at.seek(Keys.dataStart(next));
                    continue;
                }
                byte[] stored = at.value();
                var entry = new CopiedEntry(
                        Keys.userKey(dataKey),
                        Stored.header(stored, stored.length).version(),
                        Stored.value(stored));
                if (isFullFor(entry)) {
                    return new CopyPage(entries, new CopyCursor.Scan(last), move.startIndex(), index, false, total);
                }
                add(entry);
                last = dataKey;
                at.next();
            }
            at.requireSound();
        }
        return new CopyPage(entries, new CopyCursor.Changes(0), move.startIndex(), index, false, total);
    }

    private int nextPartition(int behind) {
        return wanted.nextSetBit(behind + 1);
    }

    private CopyPage follow(long afterSequence, long index, long total) {
        long last = afterSequence;
        int notes = 0;
        byte[] end = Keys.change(move.startIndex() + 1, 0);
        try (Storage.Cursor at = frozen.cursor(Family.CHANGES)) {
            at.seek(Keys.change(move.startIndex(), afterSequence + 1));
            while (at.isValid() && Arrays.compareUnsigned(at.key(), end) < 0) {
                long sequence = Keys.sequenceOf(at.key());
                CopiedEntry entry = current(Change.decode(at.value()), sequence);
                if (++notes > MAX_NOTES || (entry != null && isFullFor(entry))) {
                    return new CopyPage(entries, new CopyCursor.Changes(last), move.startIndex(), index, false, total);
                }
                if (entry != null) {
                    add(entry);
                }
                last = sequence;
                at.next();
            }
            at.requireSound();
        }
        return new CopyPage(entries, new CopyCursor.Changes(last), move.startIndex(), index, true, total);
    }

    /** What a note is worth: null where a later one stands for the key. */
    private @Nullable CopiedEntry current(Change change, long sequence) {
        var version = new Version(change.epoch(), sequence);
        int partition = Partitioner.partitionOf(change.key(), partitions);
        byte[] stored = frozen.get(Family.DATA, Keys.data(partition, change.key()));
        if (change.removed()) {
            return stored == null ? new CopiedEntry(change.key(), version, null) : null;
        }
        if (stored == null || !Stored.header(stored, stored.length).version().equals(version)) {
            return null;
        }
        return new CopiedEntry(change.key(), version, Stored.value(stored));
    }

    private boolean isFullFor(CopiedEntry entry) {
        return !entries.isEmpty() && bytes + entry.bytes() > maxBytes;
    }

    private void add(CopiedEntry entry) {
        entries.add(entry);
        bytes += entry.bytes();
    }
}
