package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.e2e.fault.Faults;
import io.shardwright.e2e.fault.MoveMoment;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A move ends, with one owner for each partition and nothing lost, whoever is killed in whichever moment of it. */
class MoveFaultE2E {
    private static final String NAMESPACE = "shardwright-e2e-moves";
    private static final int PARTITIONS = 64;
    private static final int MOVED = 16;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static Store store;

    private final Faults faults = new Faults(SharedStore.CLUSTER);

    /** What is killed, given the pods that lead source and target when the move begins. */
    private interface Kill {
        void kill(Pods pods);
    }

    private record Pods(String source, String target) {}

    @BeforeAll
    static void create() {
        SharedStore.CLUSTER.freshNamespace(NAMESPACE);
        store = Store.apply(SharedStore.CLUSTER, NAMESPACE, Path.of("src", "test", "resources", "slow-moves.yaml"));
        store.await("all replicas are there", Duration.ofMinutes(4), store::isWhole);
    }

    @AfterAll
    static void remove() {
        SharedStore.CLUSTER.deleteNamespace(NAMESPACE);
    }

    @Test
    void aMoveEndsThoughTheLeaderOfItsSourceIsKilledInAnyMoment() {
        LoadResult result = killInEveryMoment("source-leader", pods -> faults.killAndReplace(store, pods.source));
        assertThat(result.lost()).as("%s", result.examples()).isZero();
    }

    @Test
    void aMoveEndsThoughTheLeaderOfItsTargetIsKilledInAnyMoment() {
        LoadResult result = killInEveryMoment("target-leader", pods -> faults.killAndReplace(store, pods.target));
        assertThat(result.lost()).as("%s", result.examples()).isZero();
    }

    @Test
    void aMoveEndsAndNobodyNoticesThoughTheOperatorIsKilledInAnyMoment() {
        LoadResult result = killInEveryMoment(
                "operator", pods -> assertThat(faults.killOperator()).isTrue());
        ScaleE2E.assertUndisturbed(result);
    }

    private LoadResult killInEveryMoment(String victim, Kill kill) {
        LoadPod load = LoadPod.start(store, victim, 100);
        for (MoveMoment moment : MoveMoment.values()) {
            move(victim, moment, kill);
            assertThat(load.total().violations()).isZero();
        }
        LoadResult result = load.finish();
        System.out.println(victim + " killed in each moment of a move: " + result);
        return result;
    }

    private void move(String victim, MoveMoment moment, Kill kill) {
        Placement before = store.placement();
        boolean even = before.counts().getOrDefault(0, 0) == PARTITIONS / 2;
        int from = even ? 1 : 0;
        Pods pods = new Pods(store.leader(from), store.leader(1 - from));
        long start = System.nanoTime();
        store.edit(weights(even ? 150 : 100, even ? 50 : 100));
        String move = moment.await(store, pods.source, pods.target, Duration.ofSeconds(60));
        kill.kill(pods);
        String phases =
                "source " + phaseAmong(from, move, pods.source) + ", target " + phaseAmong(1 - from, move, pods.target);
        store.await("all is well after " + victim + " was killed in " + moment, LIMIT, store::isWhole);
        Placement after = store.placement();
        System.out.printf(
                "%s killed in moment %s of move %s (survivors then: %s): settled %d s after the edit, %d partitions moved%n",
                victim,
                moment,
                move,
                phases,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                after.movesSince(before));
        assertThat(after.movesSince(before)).isEqualTo(MOVED);
        assertThat(after.farthestFromFair()).isZero();
        assertThat(ownedByAShard()).hasSize(PARTITIONS).doesNotHaveDuplicates();
    }

    private static String weights(int first, int second) {
        return "{\"spec\":{\"shardWeights\":[{\"shard\":0,\"weight\":%d},{\"shard\":1,\"weight\":%d}]}}"
                .formatted(first, second);
    }

    /** The phase that another pod of the shard than the given one says the move is in. */
    private static String phaseAmong(int shard, String move, String other) {
        return store.pods(shard).stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(pod -> !pod.equals(other))
                .flatMap(pod -> MoveMoment.phaseAt(store, pod, move).stream())
                .map(Enum::name)
                .findFirst()
                .orElse("unknown");
    }

    /** What the shards own by their own word, each confirmed by a majority. */
    private static List<Integer> ownedByAShard() {
        return IntStream.range(0, 2)
                .mapToObj(shard -> store.statusOf(store.leader(shard)).orElseThrow())
                .flatMap(status -> status.owned().stream())
                .flatMap(owned -> PartitionRanges.parse(owned.ranges(), PARTITIONS).stream()
                        .boxed())
                .toList();
    }
}
