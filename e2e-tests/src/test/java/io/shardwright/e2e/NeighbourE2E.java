package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the product adds to a scale-out, on machines that are too small for it: six pods that start beside the load cost their
 * share of two cores, whoever starts them. So the store grows by two shards, and by turns two shards of another ShardSet, whose
 * pods are as many and the same, come up beside it. It takes about nine minutes, so only {@code make soak} runs it ({@code
 * -Dshardwright.soak=true}).
 */
@EnabledIfSystemProperty(named = "shardwright.soak", matches = "true")
class NeighbourE2E {
    private static final String NAMESPACE = "shardwright-e2e-beside";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;

    private final Store store = SharedStore.settled();

    @AfterEach
    void remove() {
        SharedStore.CLUSTER.deleteNamespace(NAMESPACE);
    }

    @Test
    void growingCostsRequestsNoMoreThanAsManyPodsBesideThemDo() {
        LoadPod load = LoadPod.start(store, "neighbour", SharedStore.rate());
        List<Disturbance> beside = new ArrayList<>();
        List<Disturbance> growing = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            SharedStore.CLUSTER.freshNamespace(NAMESPACE);
            Store.pause(CALM);
            beside.add(Disturbance.of(load, "two shards of another come up", NeighbourE2E::createAnother));
            SharedStore.CLUSTER.deleteNamespace(NAMESPACE);
            Store.pause(CALM);
            growing.add(Disturbance.of(load, "shards 3 -> 5", () -> scale(5)));
            System.out.println(beside.getLast() + "\n" + growing.getLast());
            scale(3);
        }
        LoadResult result = load.finish();
        System.out.println("grown by two shards, and two shards beside it, by turns: " + result);
        ScaleE2E.assertUndisturbed(result);
        double ratio = medianP99(growing) / medianP99(beside);
        System.out.printf("p99 while it grows is %.2f x that while another comes up%n", ratio);
        assertThat(ratio).isLessThanOrEqualTo(1);
    }

    private static void createAnother() {
        Store another = Store.apply(SharedStore.CLUSTER, NAMESPACE, Path.of("src", "test", "resources", "beside.yaml"));
        another.await("all replicas are there", LIMIT, another::isWhole);
    }

    private void scale(int shards) {
        store.edit("{\"spec\":{\"shards\":" + shards + "}}");
        store.awaitSettled(LIMIT);
        store.await("all replicas are there", LIMIT, store::isWhole);
    }

    private static double medianP99(List<Disturbance> rounds) {
        return rounds.stream()
                .map(round -> round.during().p99Millis())
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(rounds.size() / 2);
    }
}
