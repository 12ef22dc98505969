package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.move.MoveMetrics.Direction;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the operator and other shards ask about moves. Everything but the status needs the leader; elsewhere it fails
 * with {@link NotLeaderException}, for the caller to forward.
 */
public final class MoveService implements PeerShard {
    private static final Logger LOG = LoggerFactory.getLogger(MoveService.class);
    /** A target is kept waiting for a page at most so long; then it gets a small one, so that every copy goes on. */
    private static final Duration HOLD_AT_MOST = Duration.ofSeconds(1);

    private final Supplier<ShardStore> store;
    private final LogCalls log;
    private final MoveNotes notes;
    private final InstantSource clock;
    private final int shard;
    private final CopyLimits limits;
    private final MoveMetrics metrics;
    private final PhaseClock phases;

    /**
     * For a pod.
     *
     * @param store the store in use; asked each time, for a restore replaces it
     * @param shard ordinal of the pod's shard
     */
    public MoveService(
            Supplier<ShardStore> store,
            ShardLog log,
            int shard,
            MoveSettings settings,
            InstantSource clock,
            CopyLimits limits,
            MoveMetrics metrics) {
        this(store, log, shard, settings, clock, new MoveNotes(System::nanoTime), limits, metrics);
    }

    MoveService(
            Supplier<ShardStore> store,
            ShardLog log,
            int shard,
            MoveSettings settings,
            InstantSource clock,
            MoveNotes notes,
            CopyLimits limits,
            MoveMetrics metrics) {
        this.store = store;
        this.log = new LogCalls(log, settings.callTimeout());
        this.shard = shard;
        this.clock = clock;
        this.notes = notes;
        this.limits = limits;
        this.metrics = metrics;
        this.phases = new PhaseClock(notes, metrics);
    }

    MoveNotes notes() {
        return notes;
    }

    CopyLimits limits() {
        return limits;
    }

    MoveMetrics metrics() {
        return metrics;
    }

    /** An entry of the log has been applied here. Called in the order of the log, by the thread that applies. */
    public void applied(Outcome outcome) {
        if (outcome instanceof Outcome.MoveIs(Move move)) {
            phases.applied(move, log.isLeader());
        }
    }

    /**
     * Takes an order as its target; it returns once the order is in the log, and the move goes on by itself. Its rate counts
     * from here on, also where the move is known.
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
        Move move = moveOf(log.submit(new Command.StartIn(order.withoutRate(), clock.millis())));
        notes.setRate(order.id(), order.maxBytesPerSecond());
        return status(move);
    }

    /** A move as this replica's state has it, or null if it isn't known or is forgotten. */
    public @Nullable MoveStatus status(String move) {
        Move known = store.get().move(move);
        return known == null ? null : status(known);
    }

    private MoveStatus status(Move move) {
        return notes.status(move, limits.in().limit());
    }

    /** The moves that aren't over and the last finished ones, as this replica's state has them. */
    public List<MoveStatus> statuses() {
        return store.get().moves().stream().map(this::status).toList();
    }

    @Override
    public SourceView open(MoveOrder order) throws IOException {
        notes.heard(order.id());
        return view(moveOf(log.submit(new Command.StartOut(order.withoutRate(), clock.millis()))));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The page isn't confirmed by a majority: it says which index it was read at, and a target is prepared only by a page
     * from behind the fence, which no replica can show before it has applied the fence itself.
     *
     * <p>It waits for its turn within what all copies from this shard may take together; not behind the fence, because users
     * wait for what is left.
     */
    @Override
    public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
        requireLeader();
        notes.heard(move);
        boolean isOnTime = isFenced(move) || notes.isOvertaken(move) || awaitTurn(move);
        ShardStore current = store.get();
        CopyPage page =
                current.copyPage(move, after, isOnTime ? maxBytes : Math.min(maxBytes, CopyPace.SMALLEST_PAGE_BYTES));
        if (page != null) {
            long bytes = page.payloadBytes();
            limits.out().copied(bytes);
            metrics.copied(Direction.OUT, bytes);
            notes.sent(move, page);
        }
        return new SourcePage(view(current.move(move)), page);
    }

    private boolean isFenced(String move) {
        Move known = store.get().move(move);
        return known != null && known.phase() == MovePhase.FENCED;
    }

    private boolean awaitTurn(String move) throws InterruptedIOException {
        long end = notes.now() + HOLD_AT_MOST.toNanos();
        while (true) {
            Duration due = limits.out().untilDue();
            notes.setYields(move, limits.out().yields());
            long left = end - notes.now();
            if (due.isZero() || left <= 0) {
                return due.isZero();
            }
            try {
                Thread.sleep(Duration.ofNanos(Math.min(due.toNanos(), left)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a copy waited for its turn");
            }
        }
    }

    @Override
    public SourceView fence(String move) throws IOException {
        notes.heard(move);
        notes.setYields(move, null);
        return viewAfter(new Command.Fence(move));
    }

    @Override
    public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
        return view(moveOf(log.submit(new Command.Decide(order, commit, fenceIndex, why))));
    }

    /**
     * {@inheritDoc}
     *
     * <p>What is compared can't change meanwhile: the source's log has fenced it, and the target isn't its owner. So it needn't
     * be compared in the log, and replicas of an earlier version can be among those that apply the decision.
     */
    @Override
    public SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException {
        requireLeader();
        if (!isFenced(order.id())) {
            log.catchUp();
        }
        ShardStore current = store.get();
        if (current.move(order.id()) instanceof Move.Outgoing move
                && move.phase() == MovePhase.FENCED
                && move.fenceIndex() == fenceIndex) {
            String own = current.contentOf(PartitionRanges.parse(move.order().ranges(), current.partitions()));
            metrics.verified(Direction.OUT, own.equals(content));
            if (!own.equals(content)) {
                String why = "digest differs: the source holds " + own + "; the target's copy " + content;
                LOG.atError()
                        .addKeyValue("move", order.id())
                        .addKeyValue("why", why)
                        .log("decided against a move");
                return decide(order, false, 0, why);
            }
        }
        return decide(order, true, fenceIndex, "");
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
