package io.shardwright.controller.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decision;
import java.time.Instant;

/** Tells people and machines how a ShardSet does: status, Events, gauges. */
public final class Reporter {
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final RebalanceEvents rebalances;
    private final ShardSetGauges gauges;
    private final Patience patience = new Patience();
    private final AvailabilityJudge judge = new AvailabilityJudge();

    public Reporter(KubernetesClient client, ShardSetGauges gauges) {
        this.statuses = new StatusWriter(client);
        this.events = new EventRecorder(client);
        this.rebalances = new RebalanceEvents(events);
        this.gauges = gauges;
    }

    /** Reports what was observed, decided and done. Writes nothing where nothing changed. */
    public void report(Observed observed, Decision decision, Outcome outcome) {
        var shardSet = observed.shardSet();
        var assessment = Assessment.of(observed, decision, outcome, patience, judge);
        var before = statuses.current(shardSet, observed.at());
        var status = StatusBuilder.of(assessment, before);
        Happenings.of(decision.steps(), before, status)
                .forEach(happening -> events.record(shardSet, happening, observed.at()));
        rebalances.record(observed, outcome.news());
        statuses.write(shardSet, status, observed.at());
        boolean ready = status.conditions().stream()
                .anyMatch(condition -> condition.getType().equals(ConditionType.Ready.name())
                        && condition.getStatus().equals("True"));
        gauges.show(shardSet, assessment, ready)
                .map(shown -> shown.getMetadata().getUid())
                .filter(uid -> !uid.equals(observed.uid()))
                .ifPresent(this::forget);
    }

    /** Forgets what is remembered of ShardSets that are gone. */
    public void forgetGone(Instant now) {
        gauges.forgetGone(now).forEach(gone -> forget(gone.getMetadata().getUid()));
    }

    private void forget(String uid) {
        statuses.forget(uid);
        patience.forget(uid);
        judge.forget(uid);
    }
}
