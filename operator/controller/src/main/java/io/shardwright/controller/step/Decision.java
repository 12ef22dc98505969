package io.shardwright.controller.step;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.rebalance.Course;
import io.shardwright.controller.target.Target;
import io.shardwright.planner.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done now, and what it is based on.
 *
 * @param steps in the order in which to do them; if one fails the rest waits for the next time
 * @param hindrance why the specification isn't being followed; empty if it is
 * @param ownership who owns what
 * @param target empty where the specification is refused
 * @param course what to do about ownership
 * @param removing how many shards exist that aren't wanted, without those that wait with their partitions
 * @param pace when to look again
 * @param changes what else is under way, in the order in which to tell it
 */
public record Decision(
        List<Step> steps,
        Optional<Hindrance> hindrance,
        ConfirmedOwnership ownership,
        Optional<Target> target,
        Course course,
        int removing,
        Pace pace,
        List<PlannedChange> changes) {
    public Decision {
        steps = List.copyOf(steps);
        changes = List.copyOf(changes);
    }

    /** Nothing is to be done, and who owns what isn't known. */
    static Decision hindered(Observed observed, Hindrance hindrance) {
        return new Decision(
                List.of(),
                Optional.of(hindrance),
                ConfirmedOwnership.unknown(observed.spec().partitions()),
                Optional.empty(),
                Course.NONE,
                0,
                hindrance.stalled() ? Pace.HINDERED : Pace.WAITING,
                List.of());
    }

    /** From what will be owned once the moves in flight are over, to the target; empty where none can be made. */
    public Optional<Plan> plan() {
        return course.plan();
    }

    /** Partitions that still have to change their owner: those under way and those that wait. */
    public int movesRemaining() {
        return ownership.partitionsInFlight() + plan().map(Plan::moveCount).orElse(0);
    }

    /** How soon to look again if nothing happens. */
    public enum Pace {
        /** Something is under way that the pods tell about. */
        BUSY(Duration.ofMillis(500)),
        /** Copies are under way that last, and nothing else: each look is a call to every pod, beside their users' requests. */
        COPYING(Duration.ofSeconds(2)),
        /** Pods have to come up, which the API server tells about, and to elect a leader, which it doesn't. */
        WAITING(Duration.ofSeconds(1)),
        /** Nobody can do anything before something is changed. */
        HINDERED(Duration.ofSeconds(5)),
        /** All is as it should be. */
        SETTLED(Duration.ofSeconds(10));

        private final Duration interval;

        Pace(Duration interval) {
            this.interval = interval;
        }

        /** Time until the next look. */
        public Duration interval() {
            return interval;
        }
    }
}
