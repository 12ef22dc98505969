package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.contract.MetricsTable;
import io.shardwright.controller.ApiClient;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.shardcalls.ContractCallException;
import io.shardwright.controller.shardcalls.ContractClient;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.shardset.ShardSetReconciler;
import io.shardwright.controller.step.Decisions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentedMetricsTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void documentsEachOfItsMetricsAndNoOther() throws Exception {
        showAShardSet();
        failAtAll();
        assertThat(MetricsTable.shown(registry.scrape(), "shardwright_"))
                .isEqualTo(MetricsTable.documented("Operator"));
    }

    private void showAShardSet() {
        var observed = new Scene(1, 3, "").observe();
        var outcome = new Outcome(List.of(), Optional.empty());
        new ShardSetGauges(registry)
                .show(
                        observed.shardSet(),
                        Assessment.of(
                                observed, Decisions.decide(observed), outcome, new Patience(), new AvailabilityJudge()),
                        true);
    }

    @SuppressWarnings("NullAway") // A round without anything to look with fails, and is counted.
    private void failAtAll() throws InterruptedException {
        try (var pods = new ContractClient(registry)) {
            pods.status(new PodAddress("nobody", URI.create(NOBODY)));
        } catch (ContractCallException expected) {
            assertThat(expected).hasMessageContaining("nobody");
        }
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(NOBODY)
                .withRequestRetryBackoffLimit(0)
                .build();
        try (var api = ApiClient.create(config, registry)) {
            api.pods().inNamespace("none").list();
        } catch (KubernetesClientException expected) {
            assertThat(expected).isNotNull();
        }
        new ShardSetReconciler(null, null, null, registry)
                .reconcile(new Scene(1, 1, "").observe().shardSet(), null);
    }
}
