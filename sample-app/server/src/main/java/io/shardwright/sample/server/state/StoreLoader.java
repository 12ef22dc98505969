package io.shardwright.sample.server.state;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.Storage.Family;
import io.shardwright.sample.server.state.wire.MalformedException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Rebuilds in memory what an opened store keeps on disk, and marks a new one as this shard's. */
final class StoreLoader {
    private static final int FORMAT = 1;

    private final Storage storage;
    private final StoreState state;

    StoreLoader(Storage storage, StoreState state) {
        this.storage = storage;
        this.state = state;
    }

    /**
     * Loads everything.
     *
     * @throws StoreException if the store belongs to another shard, has another number of partitions or is damaged
     */
    void load() {
        claim();
        try {
            loadPartitions();
            loadMoves();
        } catch (MalformedException e) {
            throw new StoreException("the store is damaged", e);
        }
        if (storage.get(Family.META, Keys.FOUNDED) != null) {
            state.found();
        }
        byte[] applied = storage.get(Family.META, Keys.APPLIED);
        new Digests(storage).load(state, applied);
        if (applied != null) {
            state.applied(
                    Numbers.decode(applied).first(), Numbers.decode(applied).second());
        }
    }

    private void claim() {
        byte[] mine = Numbers.encode((long) FORMAT << 32 | state.shard, state.partitions);
        byte[] stored = storage.get(Family.META, Keys.IDENTITY);
        if (stored == null) {
            try (Storage.Batch batch = storage.batch()) {
                batch.put(Family.META, Keys.IDENTITY, mine);
                storage.write(batch);
            }
        } else if (!Arrays.equals(stored, mine)) {
            Numbers found = Numbers.decode(stored);
            throw new StoreException("the store is of format " + (found.first() >>> 32) + ", shard "
                    + (int) found.first() + " with " + found.second() + " partitions: wanted is format " + FORMAT
                    + ", shard " + state.shard + " with " + state.partitions);
        }
    }

    private void loadPartitions() {
        scan(Keys.OWNERSHIP, (key, value) -> state.setBase(partition(key), OwnershipCodec.decode(value)));
        scan(Keys.LOAD, (key, value) -> {
            Numbers load = Numbers.decode(value);
            state.setLoad(partition(key), new PartitionLoad(load.first(), load.second()));
        });
    }

    private static int partition(byte[] key) {
        return (key[1] & 0xFF) << 8 | (key[2] & 0xFF);
    }

    private void loadMoves() {
        Map<String, StoreState.Tracked> moves = new TreeMap<>();
        scan(Keys.MOVE, (key, value) -> {
            byte[] id = Arrays.copyOfRange(key, 1, key.length);
            byte[] progress = storage.get(Family.META, Keys.ofMove(Keys.PROGRESS, id));
            Move move = MoveCodec.decode(
                    value, progress == null ? CopyProgress.start() : MoveCodec.decodeProgress(progress));
            var ranges = PartitionRanges.parse(move.order().ranges(), state.partitions);
            moves.put(move.id(), new StoreState.Tracked(move, ranges));
        });
        state.setMoves(moves, null);
        moves.values().stream().filter(m -> StoreState.holds(m.move())).forEach(open -> state.setMoves(moves, open));
    }

    private interface Entry {
        void accept(byte[] key, byte[] value);
    }

    private void scan(byte kind, Entry action) {
        try (Storage.Cursor at = storage.cursor(Family.META)) {
            for (at.seek(new byte[] {kind}); at.isValid() && at.key()[0] == kind; at.next()) {
                action.accept(at.key(), at.value());
            }
            at.requireSound();
        }
    }
}
