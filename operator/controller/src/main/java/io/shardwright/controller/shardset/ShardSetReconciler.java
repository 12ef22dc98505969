package io.shardwright.controller.shardset;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shardwright.controller.act.Actor;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.observe.Observer;
import io.shardwright.controller.report.Reporter;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.step.Decisions;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.net.HttpURLConnection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes a ShardSet what its specification says: observe, decide, act, report; then again, sooner while something is under
 * way. It keeps nothing between two rounds that the next process couldn't observe anew.
 */
@ControllerConfiguration(name = "shardset", generationAwareEventProcessing = true)
public final class ShardSetReconciler implements Reconciler<ShardSet> {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSetReconciler.class);

    private final Observer observer;
    private final Actor actor;
    private final Reporter reporter;
    private final MeterRegistry registry;

    public ShardSetReconciler(Observer observer, Actor actor, Reporter reporter, MeterRegistry registry) {
        this.observer = observer;
        this.actor = actor;
        this.reporter = reporter;
        this.registry = registry;
    }

    @Override
    public List<EventSource<?, ShardSet>> prepareEventSources(EventSourceContext<ShardSet> context) {
        return Sources.of(context);
    }

    @Override
    public UpdateControl<ShardSet> reconcile(ShardSet shardSet, Context<ShardSet> context) throws InterruptedException {
        if (shardSet.getMetadata().getDeletionTimestamp() != null) {
            return UpdateControl.noUpdate(); // What it owns is deleted with it.
        }
        var timer = Timer.start(registry);
        try {
            var observed = observer.observe(shardSet, context);
            var decision = Decisions.decide(observed);
            var outcome = actor.carryOut(observed, decision.steps(), context);
            reporter.report(observed, decision, outcome);
            if (outcome.failure().isPresent()) {
                throw outcome.failure().get();
            }
            timer.stop(registry.timer(MetricNames.RECONCILE, MetricNames.RESULT, "done"));
            return UpdateControl.<ShardSet>noUpdate()
                    .rescheduleAfter(decision.pace().interval());
        } catch (KubernetesClientException e) {
            timer.stop(registry.timer(MetricNames.RECONCILE, MetricNames.RESULT, "failed"));
            return later(shardSet, e);
        } catch (RuntimeException e) {
            timer.stop(registry.timer(MetricNames.RECONCILE, MetricNames.RESULT, "failed"));
            LOG.atError()
                    .addKeyValue("namespace", shardSet.getMetadata().getNamespace())
                    .addKeyValue("name", shardSet.getMetadata().getName())
                    .setCause(e)
                    .log("a round failed, trying again");
            return UpdateControl.<ShardSet>noUpdate().rescheduleAfter(Pace.HINDERED.interval());
        }
    }

    /** Nothing is lost by stopping in the middle: the next round observes what was done. */
    private static UpdateControl<ShardSet> later(ShardSet shardSet, KubernetesClientException e) {
        boolean overtaken = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
        LOG.atLevel(overtaken ? Level.INFO : Level.WARN)
                .addKeyValue("namespace", shardSet.getMetadata().getNamespace())
                .addKeyValue("name", shardSet.getMetadata().getName())
                .log("the API server refused a write, trying again: {}", e.getMessage());
        return UpdateControl.<ShardSet>noUpdate().rescheduleAfter((overtaken ? Pace.BUSY : Pace.HINDERED).interval());
    }
}
