package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.Member;
import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A shard goes to another class of hardware, one member at a time and each with a new volume, while requests go on. */
class ClassChangeE2E {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String CLASS = "shardwright.io/class";

    private final Store store = SharedStore.settled();

    @Test
    void aShardLeavesItsClassAndOneComesBackWithNoFailedRequest() {
        assertThat(shardsOn("large")).as("shards on large nodes").hasSize(1);
        int moved = shardsOn("large").getFirst();
        Set<String> peers = peers(moved);
        Set<String> volumes = volumes(moved);
        LoadPod load = LoadPod.start(store, "classes", SharedStore.rate());
        List<Disturbance> disturbances = new ArrayList<>();

        disturbances.add(Disturbance.of(load, "shard " + moved + " from large to small nodes", () -> edit(0)));
        assertThat(shardsOn("large")).as("shards on large nodes").isEmpty();
        assertThat(peers(moved)).hasSameSizeAs(peers).doesNotContainAnyElementsOf(peers);
        assertThat(volumes(moved)).hasSameSizeAs(volumes).doesNotContainAnyElementsOf(volumes);

        disturbances.add(Disturbance.of(load, "a shard from small to large nodes", () -> edit(1)));
        LoadResult result = load.finish();
        disturbances.forEach(System.out::println);
        System.out.println("a shard to another class, and one back: " + result);
        ScaleE2E.assertUndisturbed(result);
        assertThat(shardsOn("large")).as("shards on large nodes").hasSize(1);
        assertThat(store.placement().farthestFromFair()).isLessThan(1);
    }

    private void edit(int large) {
        store.edit("[{\"op\":\"replace\",\"path\":\"/spec/nodeClasses/0/shards\",\"value\":%d}]".formatted(large));
        store.awaitSettled(LIMIT);
        store.await("all replicas are there", LIMIT, store::isWhole);
    }

    /** Shards all of whose pods run on nodes of a class. */
    private List<Integer> shardsOn(String nodeClass) {
        return IntStream.range(0, store.resource().getSpec().shards())
                .filter(shard -> store.pods(shard).stream()
                        .allMatch(pod -> nodeClass.equals(classOf(pod.getSpec().getNodeName()))))
                .boxed()
                .toList();
    }

    private String classOf(String node) {
        return store.cluster()
                .client()
                .nodes()
                .withName(node)
                .require()
                .getMetadata()
                .getLabels()
                .getOrDefault(CLASS, "");
    }

    private Set<String> peers(int shard) {
        return store.statusOf(store.leader(shard)).orElseThrow().members().stream()
                .map(Member::peer)
                .collect(Collectors.toSet());
    }

    private Set<String> volumes(int shard) {
        return store
                .cluster()
                .client()
                .persistentVolumeClaims()
                .inNamespace(store.namespace())
                .withLabel("shardwright.io/shardset", store.name())
                .withLabel("shardwright.io/shard", Integer.toString(shard))
                .list()
                .getItems()
                .stream()
                .map(claim -> claim.getMetadata().getUid())
                .collect(Collectors.toSet());
    }
}
