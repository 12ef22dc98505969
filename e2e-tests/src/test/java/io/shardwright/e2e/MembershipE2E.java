package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.shardwright.contract.Member;
import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shards get more and fewer replicas while requests go on. */
class MembershipE2E {
    private static final String NAMESPACE = "shardwright-e2e-members";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final int SHARDS = 2;

    @AfterEach
    void delete() {
        SharedStore.CLUSTER.deleteNamespace(NAMESPACE);
    }

    @Test
    void growsToThreeAndFiveAndShrinksBackWithNoFailedRequestOrLostWrite() {
        LoadPod.endAll(SharedStore.CLUSTER);
        SharedStore.CLUSTER.freshNamespace(NAMESPACE);
        Store store = Store.apply(SharedStore.CLUSTER, NAMESPACE, Path.of("src", "test", "resources", "members.yaml"));
        store.awaitSettled(LIMIT);
        LoadPod load = LoadPod.start(store, "growth", SharedStore.rate());
        List<Disturbance> disturbances = new ArrayList<>();
        for (int replicas : new int[] {3, 5, 3, 1}) {
            disturbances.add(Disturbance.of(load, "to %d replicas".formatted(replicas), () -> {
                store.edit("{\"spec\":{\"replicasPerShard\":%d}}".formatted(replicas));
                store.awaitSettled(LIMIT);
            }));
            assertThatEveryShardHas(store, replicas);
        }
        LoadResult result = load.finish();
        disturbances.forEach(System.out::println);
        System.out.println("1 -> 3 -> 5 -> 3 -> 1 replicas: " + result);
        ScaleE2E.assertUndisturbed(result);
    }

    private static void assertThatEveryShardHas(Store store, int replicas) {
        for (int shard = 0; shard < SHARDS; shard++) {
            String name = store.name() + "-" + shard;
            List<String> wanted = IntStream.range(0, replicas)
                    .mapToObj(place -> name + "-" + place)
                    .toList();
            assertThat(store.statusOf(store.leader(shard)).orElseThrow().members())
                    .extracting(Member::pod)
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
        store.await(
                "only the claims of " + replicas + " replicas are left",
                Duration.ofMinutes(2),
                () -> claims(store).size() == SHARDS * replicas);
    }

    private static List<PersistentVolumeClaim> claims(Store store) {
        return store.cluster()
                .client()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .withLabel("shardwright.io/shardset", store.name())
                .list()
                .getItems();
    }
}
