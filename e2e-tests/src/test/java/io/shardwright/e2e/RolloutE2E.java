package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A new template reaches every pod without a failed request, and a broken one only the first. */
class RolloutE2E {
    private static final Duration LIMIT = Duration.ofMinutes(12);
    private static final String APP = "/spec/template/spec/containers/0/";

    private final Store store = SharedStore.settled();

    @Test
    void anEditOfTheTemplateReachesEveryPodAndFailsNoRequest() {
        LoadPod load = LoadPod.start(store, "rollout", SharedStore.rate());
        Map<String, Pod> before = pods();

        Disturbance there = Disturbance.of(
                load,
                "rollout of 9 pods",
                () -> edit("[{\"op\":\"add\",\"path\":\"" + APP
                        + "env\",\"value\":[{\"name\":\"ROUND\",\"value\":\"2\"}]}]"));
        Map<String, Pod> after = pods();
        Disturbance back =
                Disturbance.of(load, "and back", () -> edit("[{\"op\":\"remove\",\"path\":\"" + APP + "env\"}]"));

        LoadResult result = load.finish();
        System.out.println(there + "\n" + back + "\n" + result);
        ScaleE2E.assertUndisturbed(result);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((name, pod) -> {
            assertThat(uid(pod)).as(name).isNotEqualTo(uid(Objects.requireNonNull(before.get(name))));
            assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                    .as(name)
                    .anyMatch(variable -> variable.getName().equals("ROUND"));
        });
        assertThat(lastOf(after, 0)).as("the first shard is the canary").isBefore(firstOf(after, 1));
        assertThat(lastOf(after, 0)).isBefore(firstOf(after, 2));
    }

    @Test
    void aBrokenImageStopsAtItsFirstPodAndIsRolledBackByEditingItBack() {
        String image = store.resource()
                .getSpec()
                .template()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
        LoadPod load = LoadPod.start(store, "broken", SharedStore.rate());
        Map<String, Pod> before = pods();

        store.edit(image("shardwright/does-not-exist:dev", "Never"));
        store.await(
                "the rollout stops",
                Duration.ofMinutes(3),
                () -> store.condition("Stalled")
                        .filter(condition -> condition.getReason().equals("RolloutStopped"))
                        .isPresent());
        Condition stopped = store.condition("Stalled").orElseThrow();
        System.out.println(stopped.getMessage());
        Store.pause(Duration.ofSeconds(20));
        assertThat(replaced(before)).as("pods that were replaced").isEqualTo(1);
        assertThat(stopped.getMessage()).contains("store-0-").contains("spec.template");
        assertThat(store.condition("Progressing").orElseThrow().getStatus()).isEqualTo("False");

        store.edit(image(image, "IfNotPresent"));
        store.await("the store is whole", Duration.ofMinutes(3), store::isWhole);

        LoadResult result = load.finish();
        System.out.println("a broken image, and back: " + result);
        ScaleE2E.assertUndisturbed(result);
        assertThat(replaced(before)).as("pods that were replaced, in all").isEqualTo(1);
    }

    /** The nodes never ask a registry for an image that they don't have. */
    private static String image(String image, String pull) {
        return "[{\"op\":\"replace\",\"path\":\"" + APP + "image\",\"value\":\"" + image
                + "\"},{\"op\":\"replace\",\"path\":\"" + APP + "imagePullPolicy\",\"value\":\"" + pull + "\"}]";
    }

    private void edit(String patch) {
        store.edit(patch);
        store.awaitSettled(LIMIT);
    }

    private Map<String, Pod> pods() {
        var pods = new TreeMap<String, Pod>();
        IntStream.range(0, 3)
                .forEach(shard -> store.pods(shard)
                        .forEach(pod -> pods.put(pod.getMetadata().getName(), pod)));
        return pods;
    }

    private long replaced(Map<String, Pod> before) {
        return pods().entrySet().stream()
                .filter(pod -> !uid(pod.getValue()).equals(uid(Objects.requireNonNull(before.get(pod.getKey())))))
                .count();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    private Instant lastOf(Map<String, Pod> pods, int shard) {
        return created(pods, shard).max(Instant::compareTo).orElseThrow();
    }

    private Instant firstOf(Map<String, Pod> pods, int shard) {
        return created(pods, shard).min(Instant::compareTo).orElseThrow();
    }

    private java.util.stream.Stream<Instant> created(Map<String, Pod> pods, int shard) {
        return pods.entrySet().stream()
                .filter(pod -> pod.getKey().startsWith(store.name() + "-" + shard + "-"))
                .map(pod -> Instant.parse(pod.getValue().getMetadata().getCreationTimestamp()));
    }
}
