package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.shardwright.e2e.cluster.Command;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A drain of a worker ends by itself, and no request fails. Volumes of the test cluster can't leave their nodes. */
class DrainE2E {
    private static final String SPREAD = "shardwright-e2e-drain";
    private static final String SINGLE = "shardwright-e2e-drain-single";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final TestCluster cluster = SharedStore.CLUSTER;
    private String drained = "";

    @AfterEach
    void uncordon() {
        if (!drained.isEmpty()) {
            Command.output("kubectl", "uncordon", drained);
        }
    }

    @Test
    void leadersStepDownAndNoRequestFailsWhereThereIsAQuorum() {
        cluster.freshNamespace(SPREAD);
        Store store = Store.apply(cluster, SPREAD, Path.of("src", "test", "resources", "spread.yaml"));
        store.await("all replicas are there", LIMIT, store::isWhole);
        for (int shard = 0; shard < 2; shard++) {
            assertThat(nodes(store.pods(shard))).as("nodes of shard %d", shard).hasSize(3);
        }
        LoadPod load = LoadPod.start(store, "drain", SharedStore.rate());
        Disturbance disturbance =
                Disturbance.of(load, "drain of a worker", () -> drain(store, workerWithout(store, "drain")));
        Store.pause(Duration.ofSeconds(5));
        Command.output("kubectl", "uncordon", drained);
        store.await("the replicas are back", LIMIT, store::isWhole);
        LoadResult result = load.finish();
        System.out.printf("%s%ndrain of %s with 3 replicas a shard: %s%n", disturbance, drained, result);
        ScaleE2E.assertUndisturbed(result);
        cluster.deleteNamespace(SPREAD);
    }

    @Test
    void oneReplicaShardsGiveTheirPartitionsAwayBeforeTheirPodGoesAndGetThemBack() {
        cluster.freshNamespace(SINGLE);
        Store store = Store.apply(cluster, SINGLE, Path.of("src", "test", "resources", "single.yaml"));
        store.awaitSettled(LIMIT);
        Store.pause(Duration.ofSeconds(5));
        LoadPod load = LoadPod.start(store, "alone", SharedStore.rate());
        String node = workerWithout(store, "alone");
        List<Integer> leaving = IntStream.range(0, 3)
                .filter(shard -> nodes(store.pods(shard)).contains(node))
                .boxed()
                .toList();
        assertThat(leaving).as("shards on %s", node).isNotEmpty().hasSizeLessThan(3);

        Disturbance disturbance = Disturbance.of(load, "drain of a worker", () -> drain(store, node));
        Placement during = store.placement();
        System.out.println("while " + node + " is drained: " + during.counts() + ", "
                + store.condition("NodesDrainable").map(c -> c.getMessage()).orElse("its pods are gone"));
        leaving.forEach(shard -> assertThat(during.counts()).containsEntry(shard, 0));

        Command.output("kubectl", "uncordon", node);
        store.await(
                "the partitions are back",
                LIMIT,
                () -> store.isWhole()
                        && store.placement().farthestFromFair() < 1
                        && store.condition("NodesDrainable").isEmpty());
        LoadResult result = load.finish();
        System.out.printf("%s%ndrain of %s under shards %s of one replica: %s%n", disturbance, node, leaving, result);
        ScaleE2E.assertUndisturbed(result);
        cluster.deleteNamespace(SINGLE);
    }

    /** Drains this store's pods from a node, as a user does; other tests' stores stay. */
    private void drain(Store store, String node) {
        drained = node;
        Command done = Command.run(
                LIMIT,
                List.of(
                        "kubectl",
                        "drain",
                        node,
                        "--ignore-daemonsets",
                        "--delete-emptydir-data",
                        "--pod-selector=shardwright.io/shardset=" + store.name(),
                        "--timeout=200s"));
        assertThat(done.exitCode()).as(done.output()).isZero();
    }

    /** A worker with a shard's pod, and without the load. */
    private String workerWithout(Store store, String load) {
        String other = Objects.requireNonNull(cluster.client()
                        .pods()
                        .inNamespace(store.namespace())
                        .withName(load)
                        .get())
                .getSpec()
                .getNodeName();
        Set<String> used = IntStream.range(0, store.resource().getSpec().shards())
                .boxed()
                .flatMap(shard -> nodes(store.pods(shard)).stream())
                .collect(Collectors.toSet());
        return cluster.client().nodes().list().getItems().stream()
                .filter(node -> !node.getMetadata().getLabels().containsKey("node-role.kubernetes.io/control-plane"))
                .map(node -> node.getMetadata().getName())
                .filter(name -> !name.equals(other) && used.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> nodes(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getSpec().getNodeName()).collect(Collectors.toSet());
    }
}
