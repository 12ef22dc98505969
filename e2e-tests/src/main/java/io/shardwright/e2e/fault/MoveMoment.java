package io.shardwright.e2e.fault;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The moments of a move between two entries of the shards' logs, by the phases that source and target are in. */
public enum MoveMoment {
    /** The target copies, and the source takes writes. */
    COPYING(MovePhase.COPYING, MovePhase.COPYING),
    /** The source has fenced the partitions, and the target doesn't have all of them yet. */
    FENCED(MovePhase.FENCED, MovePhase.COPYING),
    /** The target has everything, and nothing is decided. */
    PREPARED(MovePhase.FENCED, MovePhase.PREPARED),
    /** The source has decided, and the target doesn't know. */
    COMMITTED(MovePhase.COMMITTED, MovePhase.PREPARED),
    /** The target owns the partitions, and the source doesn't know. */
    ADOPTED(MovePhase.COMMITTED, MovePhase.ADOPTED),
    /** Both know, and the source has yet to delete its copy. */
    DELETING(MovePhase.ADOPTED, MovePhase.ADOPTED);

    private final MovePhase atSource;
    private final MovePhase atTarget;

    MoveMoment(MovePhase atSource, MovePhase atTarget) {
        this.atSource = atSource;
        this.atTarget = atTarget;
    }

    /**
     * Waits until a move is in this moment, as the two shards' pods say. One the other way, which has its last to do, isn't
     * it.
     *
     * @param from the source shard
     * @param source pod of the source shard that is asked
     * @param target pod of the target shard that is asked
     * @return id of the move
     */
    public String await(Store store, int from, String source, String target, Duration limit) {
        AtomicReference<String> met = new AtomicReference<>("");
        store.await("a move in the moment " + this, limit, Duration.ofMillis(20), () -> {
            Optional<MoveStatus> move = move(store, from, target, atTarget);
            move.map(MoveStatus::id).ifPresent(met::set);
            return move.isPresent()
                    && move(store, from, source, atSource)
                            .filter(there -> there.id().equals(met.get()))
                            .isPresent();
        });
        return met.get();
    }

    private static Optional<MoveStatus> move(Store store, int from, String pod, MovePhase phase) {
        return store.statusOf(pod).stream()
                .flatMap(status -> status.moves().stream())
                .filter(move -> move.from() == from && move.phase() == phase)
                .findFirst();
    }

    /** The phase that a pod says a move is in, or nothing where it doesn't answer or know. */
    public static Optional<MovePhase> phaseAt(Store store, String pod, String move) {
        return store.statusOf(pod).stream()
                .flatMap(status -> status.moves().stream())
                .filter(known -> known.id().equals(move))
                .map(MoveStatus::phase)
                .findFirst();
    }
}
