package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What must not happen is refused with its reason, and nothing is touched. */
class RefusalE2E {
    private static final String NAMESPACE = "shardwright-e2e-refusal";
    private final TestCluster cluster = SharedStore.CLUSTER;

    @Test
    void aVolumeOfAnotherShardSetIsRefusedWithTheReasonInStatus() {
        cluster.freshNamespace(NAMESPACE);
        Store first = Store.apply(cluster, NAMESPACE, SharedStore.example("minimal.yaml"));
        first.awaitSettled(Duration.ofMinutes(3));
        String uid = first.resource().getMetadata().getUid();
        cluster.client().resource(first.resource()).delete();
        first.await(
                "the pods are gone", Duration.ofMinutes(2), () -> first.pods(0).isEmpty());

        Store second = Store.apply(cluster, NAMESPACE, SharedStore.example("minimal.yaml"));
        second.await(
                "the old volumes are refused",
                Duration.ofMinutes(3),
                () -> second.status().unhealthyShards().stream()
                        .anyMatch(s -> s.message().contains(uid)));
        System.out.println(second.status().unhealthyShards());
        assertThat(second.condition("Ready").orElseThrow().getStatus()).isEqualTo("False");
        cluster.deleteNamespace(NAMESPACE);
    }
}
