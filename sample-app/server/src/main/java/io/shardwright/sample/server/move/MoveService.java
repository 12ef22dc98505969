package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the operator and other shards ask about moves. Everything but the status needs the leader; elsewhere it fails
 * with {@link NotLeaderException}, for the caller to forward.
 */
public final class MoveService implements PeerShard {
    private final Supplier<ShardStore> store;
    private final LogCalls log;
    private final MoveNotes notes;
    private final InstantSource clock;
    private final int shard;

    /**
     * For a pod.
     *
     * @param store the store in use; asked each time, for a restore replaces it
     * @param shard ordinal of the pod's shard
     */
    public MoveService(
            Supplier<ShardStore> store, ShardLog log, int shard, MoveSettings settings, InstantSource clock) {
        this(store, log, shard, settings, clock, new MoveNotes(System::nanoTime));
    }

    MoveService(
            Supplier<ShardStore> store,
            ShardLog log,
            int shard,
            MoveSettings settings,
            InstantSource clock,
            MoveNotes notes) {
        this.store = store;
        this.log = new LogCalls(log, settings.callTimeout());
        this.shard = shard;
        this.clock = clock;
        this.notes = notes;
    }

    MoveNotes notes() {
        return notes;
    }

    /**
     * Takes an order as its target; it returns once the order is in the log, and the move goes on by itself.
     *
     * @throws RefusedException if this isn't its target, or it can't be carried out now
     */
    public MoveStatus order(MoveOrder order) throws IOException {
        if (order.to() != shard) {
            throw new RefusedException("move " + order.id() + " goes to shard " + order.to() + ": this is " + shard);
        }
        try {
            PartitionRanges.parse(order.ranges(), store.get().partitions());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("move " + order.id() + ": " + e.getMessage());
        }
        return notes.status(moveOf(log.submit(new Command.StartIn(order, clock.millis()))));
    }

    /** A move as this replica's state has it, or null if it isn't known or is forgotten. */
    public @Nullable MoveStatus status(String move) {
        Move known = store.get().move(move);
        return known == null ? null : notes.status(known);
    }

    /** The moves that aren't over and the last finished ones, as this replica's state has them. */
    public List<MoveStatus> statuses() {
        return store.get().moves().stream().map(notes::status).toList();
    }

    @Override
    public SourceView open(MoveOrder order) throws IOException {
        notes.heard(order.id());
        return view(moveOf(log.submit(new Command.StartOut(order, clock.millis()))));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The page isn't confirmed by a majority: it says which index it was read at, and a target is prepared only by a page
     * from behind the fence, which no replica can show before it has applied the fence itself.
     */
    @Override
    public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
        requireLeader();
        ShardStore current = store.get();
        CopyPage page = current.copyPage(move, after, maxBytes);
        if (page != null) {
            notes.sent(move, page);
        }
        return new SourcePage(view(current.move(move)), page);
    }

    @Override
    public SourceView fence(String move) throws IOException {
        notes.heard(move);
        return viewAfter(new Command.Fence(move));
    }

    @Override
    public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
        return view(moveOf(log.submit(new Command.Decide(order, commit, fenceIndex, why))));
    }

    @Override
    public SourceView decision(String move) throws IOException {
        log.catchUp();
        return view(store.get().move(move));
    }

    @Override
    public SourceView adopted(String move) throws IOException {
        return viewAfter(new Command.Adopted(move));
    }

    /** Where the move is unknown, says so by a view instead of an error: it may have been forgotten after its end. */
    private SourceView viewAfter(Command.OfMove command) throws IOException {
        try {
            return view(moveOf(log.submit(command)));
        } catch (RefusedException e) {
            if (store.get().move(command.move()) == null) {
                return view(null);
            }
            throw e;
        }
    }

    private void requireLeader() throws NotLeaderException {
        if (!log.isLeader()) {
            throw new NotLeaderException("this replica doesn't lead shard " + shard);
        }
    }

    private static Move moveOf(Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.MoveIs(Move move)) {
            return move;
        }
        throw new IOException("the outcome isn't known: " + outcome);
    }

    private static SourceView view(@Nullable Move move) throws RefusedException {
        return switch (move) {
            case null -> new SourceView(null, 0, List.of(), "");
            case Move.Outgoing out -> new SourceView(out.phase(), out.fenceIndex(), out.epochs(), out.why());
            case Move.Incoming in -> throw new RefusedException("move " + in.id() + " comes to this shard");
        };
    }
}
