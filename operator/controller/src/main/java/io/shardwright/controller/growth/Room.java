package io.shardwright.controller.growth;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.target.Capacity;
import io.shardwright.controller.target.Target;
import io.shardwright.planner.Plan;
import java.util.Optional;

/** Whether there is room by now for what is to move. */
public final class Room {
    private Room() {}

    /** The figures of the first shard whose volumes have to grow before moves begin; empty if none has to. */
    public static Optional<String> missing(Observed observed, Target target, Plan plan) {
        return plan.moveCount() > 0
                        && VolumeGrowth.next(observed, target.placements()).isUnderWay()
                ? Capacity.shortageByNow(observed, target, plan.current())
                : Optional.empty();
    }
}
