package io.shardwright.controller.rebalance;

import io.shardwright.contract.MoveStatus;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.OpenMove;
import java.util.Optional;

/** How far moves are: what has been handed over, and what the copies under way have come to, as their targets say. */
public final class Advance {
    private final Observed observed;
    private final ConfirmedOwnership ownership;

    public Advance(Observed observed, ConfirmedOwnership ownership) {
        this.observed = observed;
        this.ownership = ownership;
    }

    /**
     * The share of the way, 0 to 1. A partition that is being copied counts as far as its copy is, which is nothing before
     * its size is known.
     *
     * @param done partitions handed over
     * @param moves all that are to be
     */
    public double share(int done, int moves) {
        double copied = ownership.movesInFlight().stream()
                .mapToDouble(move -> move.partitions().size() * copiedShare(move))
                .sum();
        return moves <= 0 ? 1 : Math.clamp((done + copied) / moves, 0, 1);
    }

    private double copiedShare(OpenMove move) {
        return target(move)
                .filter(status -> status.bytesTotal() > 0)
                .map(status -> Math.min(1, (double) status.bytesCopied() / status.bytesTotal()))
                .orElse(0.0);
    }

    /** Bytes of keys and values that copies under way have come to. */
    long bytesCopied() {
        return ownership.movesInFlight().stream()
                .flatMap(move -> target(move).stream())
                .mapToLong(MoveStatus::bytesCopied)
                .sum();
    }

    private Optional<MoveStatus> target(OpenMove move) {
        return observed.leader(move.to()).stream()
                .flatMap(leader -> leader.moves().stream())
                .filter(status -> status.id().equals(move.id()))
                .findFirst();
    }
}
