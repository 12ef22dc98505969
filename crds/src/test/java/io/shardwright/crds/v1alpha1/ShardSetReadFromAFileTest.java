package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a resource means that no API server has seen. */
class ShardSetReadFromAFileTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void hasTheDefaultsOfTheApi() {
        ShardSetSpec spec = read("{template: {spec: {containers: [{name: app, image: a}]}}}");

        assertThat(spec.shards()).isEqualTo(3);
        assertThat(spec.replicasPerShard()).isEqualTo(3);
        assertThat(spec.partitions()).isEqualTo(1024);
        assertThat(spec.rebalance().maxConcurrentMoves()).isEqualTo(1);
        assertThat(spec.rebalance().bytesPerSecond()).isEqualTo(64 << 20);
        assertThat(spec.router().replicas()).isEqualTo(2);
        assertThat(spec.storage()).isEqualTo(new Storage(new Quantity("1Gi"), null, Retention.Retain));
        assertThat(spec.nodeClasses()).isEmpty();
        assertThat(spec.paused()).isFalse();
    }

    @Test
    void takesTheKeyFromWhereItsSourceHasItByDefault() {
        assertThat(read("{}").router().key()).isEqualTo(new RouterKey(KeySource.Path, 2, null));
        assertThat(read("{router: {key: {from: Header}}}").router().key())
                .isEqualTo(new RouterKey(KeySource.Header, null, "X-Shard-Key"));
        assertThat(read("{router: {key: {from: Query}}}").router().key())
                .isEqualTo(new RouterKey(KeySource.Query, null, "key"));
    }

    @Test
    void ignoresFieldsOfANewerVersionOfTheApi() {
        assertThat(read("{shards: 5, notYetInvented: true}").shards()).isEqualTo(5);
    }

    @Test
    void listsResourcesInTheSameOrderInEveryRun() {
        Map<String, Quantity> requests = Map.of(
                "memory", new Quantity("1Gi"), "cpu", new Quantity("1"), "ephemeral-storage", new Quantity("1Gi"));

        assertThat(new Resources(requests, Map.of()).requests().keySet())
                .containsExactly("cpu", "ephemeral-storage", "memory");
    }

    @Test
    void messageOfAnUnhealthyShardIsCutToWhatTheApiTakes() {
        assertThat(new UnhealthyShard(1, "Lost", "m".repeat(300)).message())
                .hasSize(256)
                .endsWith("m…");
        assertThat(new UnhealthyShard(1, "Lost", "short").message()).isEqualTo("short");
    }

    private static ShardSetSpec read(String spec) {
        ShardSet shardSet = YAML.unmarshal("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: a}
                spec: %s
                """.formatted(spec), ShardSet.class);
        return shardSet.getSpec();
    }
}
