package io.shardwright.controller.report;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.rebalance.Advance;
import io.shardwright.controller.rebalance.TimeLeft;
import io.shardwright.controller.step.Decision;
import io.shardwright.planner.Plan;
import java.util.Optional;

/**
 * How far the Rebalance is that is on record, or the last one.
 *
 * @param done partitions adopted since it began
 * @param lowerBound the fewest it can take
 * @param remaining partitions that still have to change their owner
 * @param left empty until something is done
 */
record Progress(int done, int lowerBound, int remaining, Optional<TimeLeft> left) {

    static Progress of(Observed observed, Decision decision) {
        var course = decision.course();
        var current = course.current();
        int remaining = decision.movesRemaining();
        if (current.isEmpty() || (current.get().isOver() && remaining > 0)) {
            int lowerBound = decision.plan().map(Plan::movesLowerBound).orElse(0);
            return new Progress(0, lowerBound, remaining, Optional.empty());
        }
        var plan = current.get().plan();
        if (current.get().isOver()) {
            var figures = current.get().status().figures();
            return new Progress(
                    figures == null ? 0 : figures.movesDone(), plan.movesLowerBound(), remaining, Optional.empty());
        }
        int left = course.remaining();
        int done = Math.max(0, plan.moves() - left);
        double share = new Advance(observed, decision.ownership()).share(done, plan.moves());
        var time = current.get().startedAt().flatMap(startedAt -> TimeLeft.of(startedAt, observed.at(), share));
        return new Progress(done, plan.movesLowerBound(), left, time);
    }

    /** Such as {@code 37/96 moves, about 12 s left}. */
    String text() {
        return "%d/%d moves%s"
                .formatted(
                        done,
                        done + remaining,
                        left.map(time -> ", about " + time + " left").orElse(""));
    }
}
