package io.shardwright.controller.report;

import io.shardwright.controller.observe.EditRecord;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decision;
import io.shardwright.planner.Plan;
import java.time.Duration;
import java.util.Optional;

/**
 * How far the rebalancing on record is.
 *
 * <p>Time left = time taken × moves remaining ÷ moves done.
 *
 * @param done partitions adopted since it began
 * @param lowerBound the fewest it can take
 * @param remaining partitions that still have to change their owner
 * @param left empty until something is done
 */
record Progress(int done, int lowerBound, int remaining, Optional<Duration> left) {

    static Progress of(Observed observed, Decision decision) {
        int remaining = decision.movesRemaining();
        var edit = observed.map().flatMap(map -> map.edit());
        if (edit.isEmpty() || (remaining > 0 && isOfAnother(edit.get(), decision))) {
            int lowerBound = decision.plan().map(Plan::movesLowerBound).orElse(0);
            return new Progress(0, lowerBound, remaining, Optional.empty());
        }
        int done =
                (int) Math.max(0, decision.ownership().epochSum() - edit.get().epochSum());
        return new Progress(done, edit.get().lowerBound(), remaining, left(observed, edit.get(), done, remaining));
    }

    /** Whether the record is of an earlier rebalancing, because the one that is due can't begin yet. */
    private static boolean isOfAnother(EditRecord edit, Decision decision) {
        return decision.target()
                .filter(target -> !target.key().equals(edit.target()))
                .isPresent();
    }

    private static Optional<Duration> left(Observed observed, EditRecord edit, int done, int remaining) {
        if (done == 0 || remaining == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(edit.startedAt(), observed.at())
                .multipliedBy(remaining)
                .dividedBy(done));
    }

    /** Such as {@code 37/96 moves, about 12 s left}. */
    String text() {
        return "%d/%d moves%s"
                .formatted(
                        done,
                        done + remaining,
                        left.map(duration -> ", about " + words(duration) + " left")
                                .orElse(""));
    }

    private static String words(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
