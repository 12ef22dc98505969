package io.shardwright.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class LeadershipIT {
    private final KubernetesClient client;

    LeadershipIT(ApiServer server) {
        client = server.client();
    }

    private OperatorProcess process(String identity) throws IOException {
        return RunningOperator.process(
                client,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional.of("default"),
                Optional.of(identity));
    }

    private String holder() {
        return Optional.ofNullable(client.leases()
                        .inNamespace("default")
                        .withName(Leadership.LEASE)
                        .get())
                .map(Lease::getSpec)
                .map(spec -> spec.getHolderIdentity())
                .orElse("");
    }

    @Test
    void aStoppedProcessGivesTheLeaseBackSoThatTheNextLeadsAtOnce() throws IOException {
        var first = process("first");
        first.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> holder().equals("first"));
        first.close();
        assertThat(holder()).isEmpty();

        var second = process("second");
        second.start();
        await().atMost(Duration.ofSeconds(8)).until(() -> holder().equals("second"));
        second.close();
    }
}
