package io.shardwright.controller.report;

import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.report.Happenings.Happening;
import java.util.List;

/** Records what happened to Rebalances, as Events of the Rebalance and of its ShardSet: one for a whole one, not for each move. */
final class RebalanceEvents {
    private final EventRecorder events;

    RebalanceEvents(EventRecorder events) {
        this.events = events;
    }

    void record(Observed observed, List<Outcome.News> news) {
        news.forEach(one -> {
            var notice = one.notice();
            String name = one.rebalance().getMetadata().getName();
            events.record(
                    observed.shardSet(),
                    new Happening(
                            notice.warning(), notice.reason(), "Rebalance %s: %s".formatted(name, notice.message())),
                    observed.at());
            events.record(
                    one.rebalance(), new Happening(notice.warning(), notice.reason(), notice.message()), observed.at());
        });
    }
}
