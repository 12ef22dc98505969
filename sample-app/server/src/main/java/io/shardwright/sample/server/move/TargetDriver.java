package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.move.MoveMetrics.Direction;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.CopyProgress;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a move through its target's part, one step at a time: copy, ask for the fence, drain, prepare, ask for the decision,
 * adopt, tell. Each step follows from the replicated state alone; what is kept here only paces it. So a driver may stop
 * between any two steps, or two of them may run at once, and the move still goes right.
 */
final class TargetDriver {
    private static final String ABORT_ORDERED = "its abort was ordered";

    private final String id;
    private final Supplier<ShardStore> store;
    private final LogCalls log;
    private final Peers peers;
    private final MoveSettings settings;
    private final CopyPace pace;
    private final MoveMetrics metrics;
    private final LongSupplier nanoTime;

    private final Set<MovePhase> rested = EnumSet.noneOf(MovePhase.class);
    private boolean opened;
    private @Nullable CopyCheck check;
    private int rounds;
    private long roundBytes;
    private int roundKeys;

    /**
     * For one move.
     *
     * @param service knows how fast it may copy, and takes what is measured
     */
    TargetDriver(
            String id,
            Supplier<ShardStore> store,
            LogCalls log,
            Peers peers,
            MoveService service,
            MoveSettings settings) {
        this.id = id;
        this.store = store;
        this.log = log;
        this.peers = peers;
        this.settings = settings;
        this.pace = new CopyPace(id, service.notes(), service.limits().in(), settings.pageBytes());
        this.metrics = service.metrics();
        this.nanoTime = service.notes()::now;
    }

    /**
     * Takes the next step.
     *
     * @return how long to wait before the one after, or null when the move is over here
     * @throws IOException if a shard didn't answer; the step is to be taken again
     */
    @Nullable
    Duration step() throws IOException {
        if (!(store.get().move(id) instanceof Move.Incoming move) || move.isOver()) {
            return null;
        }
        PeerShard source = peers.shard(move.order().from());
        boolean abortOrdered = move.order().intent() == MoveOrder.Intent.ABORT;
        return switch (move.phase()) {
            case COPYING -> {
                if (abortOrdered) {
                    abortCopy(move, source);
                } else if (!opened) {
                    open(move, source);
                } else {
                    yield copy(move, source);
                }
                yield Duration.ZERO;
            }
            case PREPARED -> rests(MovePhase.PREPARED) ? settings.rest() : decide(move, source, abortOrdered);
            case ADOPTED -> rests(MovePhase.ADOPTED) ? settings.rest() : tell(source);
            default -> null;
        };
    }

    /** Whether this driver is to rest in the phase, which it does once. */
    private boolean rests(MovePhase phase) {
        return settings.rest().isPositive() && rested.add(phase);
    }

    /** Asks the source if it answers, so that it ends at once on both sides; else the source finds the target silent. */
    private void abortCopy(Move.Incoming move, PeerShard source) throws IOException {
        SourceView view;
        try {
            view = source.decide(move.order(), false, 0, ABORT_ORDERED);
        } catch (IOException e) {
            log.submit(new Command.GiveUp(id, ABORT_ORDERED + ", and its source didn't answer: " + e.getMessage()));
            return;
        }
        settle(view);
    }

    private void open(Move.Incoming move, PeerShard source) throws IOException {
        SourceView view = source.open(move.order());
        if (view.phase() == MovePhase.ABORTED) {
            settle(view);
        }
        opened = true;
    }

    private Duration copy(Move.Incoming move, PeerShard source) throws IOException {
        Duration due = pace.untilDue();
        if (due.isPositive()) {
            return due;
        }
        SourcePage answer = source.entries(id, move.progress().cursor(), pace.pageBytes());
        SourceView view = answer.view();
        CopyPage page = answer.page();
        if (page == null) {
            copyEnded(move, source, view);
            return Duration.ZERO;
        }
        CopyProgress before = move.progress();
        if (before.chunks() > 0 && before.opening() != page.opening()) {
            settle(source.decide(move.order(), false, 0, "the source has opened it anew behind a part of the copy"));
            return Duration.ZERO;
        }
        boolean isFenced = view.phase() == MovePhase.FENCED;
        if (isFenced) {
            pace.fenced();
            if (rests(MovePhase.FENCED)) {
                return settings.rest();
            }
        }
        pace.copied(page, before.bytes());
        metrics.copied(Direction.IN, page.payloadBytes());
        boolean drained = isFenced && page.level() && page.sourceIndex() >= view.fenceIndex();
        if (drained) {
            log.submit(new Command.Prepared(id, before.chunks() + 1, page, view.fenceIndex(), view.epochs()));
            return Duration.ZERO;
        }
        if (!page.entries().isEmpty() || !page.next().equals(before.cursor())) {
            log.submit(new Command.Chunk(id, before.chunks() + 1, page));
        }
        if (!isFenced && isNearlyLevel(page)) {
            CopyCheck check = check(move);
            if (!check.isDone()) {
                return readBack(check, move, source);
            }
            if (rests(MovePhase.COPYING)) {
                return settings.rest();
            }
            SourceView fenced = source.fence(id);
            if (fenced.phase() == MovePhase.FENCED) {
                pace.fenced();
            } else {
                copyEnded(move, source, fenced);
            }
        }
        return Duration.ZERO;
    }

    private CopyCheck check(Move.Incoming move) {
        if (check == null) {
            check = new CopyCheck(ranges(move), nanoTime);
        }
        return check;
    }

    /** The copy goes on afterwards, for changes have come meanwhile. */
    private Duration readBack(CopyCheck check, Move.Incoming move, PeerShard source) throws IOException {
        String fault = check.next(store.get());
        if (fault != null || check.isDone()) {
            metrics.verified(Direction.IN, fault == null);
        }
        if (fault != null) {
            settle(source.decide(move.order(), false, 0, fault));
        }
        rounds = 0;
        return check.pause();
    }

    /** What is held of a prepared move: exactly what the source held at its fence, and nobody changes it. */
    private String content(Move.Incoming move) {
        return store.get().contentOf(ranges(move));
    }

    private PartitionRanges ranges(Move.Incoming move) {
        return PartitionRanges.parse(move.order().ranges(), store.get().partitions());
    }

    /** Counts the page; whether the rest is so little that the source should be fenced. */
    private boolean isNearlyLevel(CopyPage page) {
        roundKeys += page.entries().size();
        roundBytes += page.entries().stream().mapToLong(e -> e.bytes()).sum();
        if (!page.level()) {
            return false;
        }
        rounds++;
        boolean isLittle = roundBytes < settings.nearlyLevelBytes() || roundKeys < settings.nearlyLevelKeys();
        roundBytes = 0;
        roundKeys = 0;
        return isLittle || rounds >= settings.maxRounds();
    }

    /** The source neither copies nor fences: it has decided, or has forgotten the move. */
    private void copyEnded(Move.Incoming move, PeerShard source, SourceView view) throws IOException {
        if (view.phase() != null) {
            settle(view);
        } else if (move.progress().chunks() == 0) {
            opened = false;
        } else {
            settle(source.decide(move.order(), false, 0, "the source has forgotten it"));
        }
    }

    private Duration decide(Move.Incoming move, PeerShard source, boolean abortOrdered) throws IOException {
        SourceView view = abortOrdered
                ? source.decide(move.order(), false, move.fenceIndex(), ABORT_ORDERED)
                : source.commit(move.order(), move.fenceIndex(), content(move));
        if (view.phase() == MovePhase.COMMITTED && rests(MovePhase.COMMITTED)) {
            return settings.rest(); // asked again then: the first decision stands
        }
        settle(view);
        return Duration.ZERO;
    }

    /** Follows the source's decision. */
    private void settle(SourceView view) throws IOException {
        switch (view.phase()) {
            case COMMITTED, ADOPTED, DONE -> log.submit(new Command.Adopt(id));
            case ABORTED -> log.submit(new Command.AbortIn(id, view.why()));
            case null, default -> throw new IOException("the source hasn't decided: " + view.phase());
        }
    }

    private Duration tell(PeerShard source) throws IOException {
        MovePhase phase = source.adopted(id).phase();
        if (phase == null || phase == MovePhase.DONE) {
            log.submit(new Command.Finish(id));
            return Duration.ZERO;
        }
        return settings.deleteGrace().dividedBy(4);
    }
}
