package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.fault.Faults;
import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the graceful path is worth: all nine pods replaced as a rollout does it, and twice by force, under the same load. Only
 * lost writes fail this test; the rest is printed. It takes about eight minutes, so only {@code make soak} runs it ({@code
 * -Dshardwright.soak=true}).
 */
@EnabledIfSystemProperty(named = "shardwright.soak", matches = "true")
class UngracefulE2E {
    private static final int SHARDS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(12);
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final String ENV = "/spec/template/spec/containers/0/env";

    private final Store store = SharedStore.settled();
    private final Faults faults = new Faults(SharedStore.CLUSTER);
    private final List<String> figures = new ArrayList<>();

    @Test
    void ninePodsReplacedByForceLoseNoAcknowledgedWriteButCostWhatARolloutDoesNot() {
        LoadPod load = LoadPod.start(store, "forced", SharedStore.rate());
        Store.pause(Duration.ofSeconds(20));
        replace(
                load,
                "a rollout",
                () -> rollout("[{\"op\":\"add\",\"path\":\"" + ENV
                        + "\",\"value\":[{\"name\":\"ROUND\",\"value\":\"forced\"}]}]"));
        rollout("[{\"op\":\"remove\",\"path\":\"" + ENV + "\"}]");
        replace(load, "by force, one pod at a time", () -> onEachShard(this::onePodAtATime));
        replace(load, "by force, one shard at a time", () -> onEachShard(this::allPodsAtOnce));
        LoadResult result = load.finish();
        figures.forEach(System.out::println);
        System.out.println("nine pods replaced gracefully twice, by force twice: " + result);
        assertThat(result.lost()).as("%s", result.examples()).isZero();
    }

    private void replace(LoadPod load, String how, Runnable replacing) {
        store.await("all replicas are there", READY_WITHIN, store::isWhole);
        Set<String> before = uids();
        load.mark();
        Disturbance disturbance = Disturbance.of(load, "9 pods replaced: " + how, replacing);
        long gap = load.total().longestWriteGapMillis().entrySet().stream()
                .filter(shard -> shard.getKey() >= 0)
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
        figures.add(disturbance + "  longest time without a write to a shard " + gap + " ms");
        before.retainAll(uids());
        assertThat(before).as("pods that were not replaced").isEmpty();
    }

    private void rollout(String patch) {
        store.edit(patch);
        store.awaitSettled(LIMIT);
    }

    private void onEachShard(IntConsumer replacing) {
        IntStream.range(0, SHARDS).forEach(replacing);
        store.await("all replicas are there", READY_WITHIN, store::isWhole);
    }

    /** From the last to the first, as the controller of StatefulSets rolls out, each once the one before is Ready. */
    private void onePodAtATime(int shard) {
        for (String pod : names(shard).reversed()) {
            faults.killAndReplace(store, pod);
            awaitReady(shard);
        }
    }

    /** The leader first. */
    private void allPodsAtOnce(int shard) {
        List<String> pods = new ArrayList<>(names(shard));
        String leader = store.leader(shard);
        pods.remove(leader);
        pods.addFirst(leader);
        pods.forEach(pod -> faults.killAndReplace(store, pod));
        awaitReady(shard);
    }

    private void awaitReady(int shard) {
        store.await(
                "the pods of shard " + shard + " are Ready",
                READY_WITHIN,
                () -> store.pods(shard).size() == 3
                        && store.pods(shard).stream()
                                .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() == null
                                        && pod.getStatus().getConditions().stream()
                                                .anyMatch(condition -> condition
                                                                .getType()
                                                                .equals("Ready")
                                                        && condition.getStatus().equals("True"))));
    }

    private List<String> names(int shard) {
        return store.pods(shard).stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private Set<String> uids() {
        Set<String> uids = new TreeSet<>();
        IntStream.range(0, SHARDS)
                .forEach(shard -> store.pods(shard)
                        .forEach(pod -> uids.add(pod.getMetadata().getUid())));
        return uids;
    }
}
