package io.shardwright.sample.server.move;

import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The source's own part in moves: it decides against one whose fence lasts too long or whose target is silent, and deletes
 * its copy some time after the target serves. Times count from when this leader first saw the phase.
 */
final class SourceDriver {
    private record Seen(MovePhase phase, long since) {}

    private final Supplier<ShardStore> store;
    private final LogCalls log;
    private final MoveNotes notes;
    private final MoveSettings settings;
    private final Map<String, Seen> seen = new HashMap<>();

    SourceDriver(Supplier<ShardStore> store, LogCalls log, MoveNotes notes, MoveSettings settings) {
        this.store = store;
        this.log = log;
        this.notes = notes;
        this.settings = settings;
    }

    /** Looks at every move that leaves this shard and does what is due. */
    void step() throws IOException {
        for (Move known : store.get().moves()) {
            if (known instanceof Move.Outgoing move && !move.isOver()) {
                step(move);
            } else {
                seen.remove(known.id());
            }
        }
    }

    private void step(Move.Outgoing move) throws IOException {
        Seen before = seen.get(move.id());
        if (before == null || before.phase() != move.phase()) {
            before = new Seen(move.phase(), notes.now());
            seen.put(move.id(), before);
        }
        switch (move.phase()) {
            case COPYING -> {
                if (isOver(settings.silence(), Math.max(notes.heardAt(move.id()), before.since()))) {
                    decideAgainst(
                            move,
                            "its target was silent for " + settings.silence().toSeconds() + " s");
                }
            }
            case FENCED -> {
                if (isOver(settings.fenceTimeout(), before.since())) {
                    decideAgainst(
                            move, "its fence lasted " + settings.fenceTimeout().toSeconds() + " s without a decision");
                }
            }
            case ADOPTED -> {
                if (isOver(settings.deleteGrace(), before.since())) {
                    log.submit(new Command.Drop(move.id()));
                }
            }
            default -> {}
        }
    }

    private boolean isOver(Duration time, long since) {
        return notes.now() - since >= time.toNanos();
    }

    private void decideAgainst(Move.Outgoing move, String why) throws IOException {
        log.submit(new Command.Decide(move.order(), false, 0, why));
    }
}
