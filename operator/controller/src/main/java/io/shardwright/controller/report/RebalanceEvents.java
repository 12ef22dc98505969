package io.shardwright.controller.report;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.controller.report.Happenings.Happening;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.Rebalance;
import java.util.List;

/** Records what happened to Rebalances, as Events of the Rebalance and of its ShardSet: one for a whole one, not for each move. */
final class RebalanceEvents {
    private final EventRecorder events;

    RebalanceEvents(EventRecorder events) {
        this.events = events;
    }

    void report(Observed observed, List<Step> done) {
        done.stream()
                .filter(Step.WriteRebalance.class::isInstance)
                .map(step -> ((Step.WriteRebalance) step).write())
                .forEach(write -> write.notice().ifPresent(notice -> {
                    events.record(
                            observed.shardSet(),
                            new Happening(
                                    notice.warning(),
                                    notice.reason(),
                                    "Rebalance %s: %s".formatted(write.name(), notice.message())),
                            observed.at());
                    events.record(
                            involved(observed, write),
                            new Happening(notice.warning(), notice.reason(), notice.message()),
                            observed.at());
                }));
    }

    /** As observed; one that was made just now is named without its uid. */
    private static Rebalance involved(Observed observed, RebalanceWrite write) {
        return observed.rebalances().stream()
                .filter(rebalance -> rebalance.getMetadata().getName().equals(write.name()))
                .findFirst()
                .orElseGet(() -> {
                    var made = new Rebalance();
                    made.setMetadata(new ObjectMetaBuilder()
                            .withName(write.name())
                            .withNamespace(observed.shardSet().getMetadata().getNamespace())
                            .build());
                    return made;
                });
    }
}
