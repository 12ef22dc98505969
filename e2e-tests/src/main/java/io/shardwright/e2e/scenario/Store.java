package io.shardwright.e2e.scenario;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.contract.Contract;
import io.shardwright.contract.ShardStatus;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetStatus;
import io.shardwright.e2e.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One ShardSet under test. */
public final class Store {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final TestCluster cluster;
    private final String namespace;
    private final String name;

    private Store(TestCluster cluster, String namespace, String name) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
    }

    /** Applies the first ShardSet of a file in the namespace. */
    public static Store apply(TestCluster cluster, String namespace, Path file) {
        try (var yaml = Files.newInputStream(file)) {
            ShardSet set = cluster.client().resources(ShardSet.class).load(yaml).item();
            set.getMetadata().setNamespace(namespace);
            cluster.client().resource(set).create();
            return new Store(cluster, namespace, set.getMetadata().getName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster. */
    public TestCluster cluster() {
        return cluster;
    }

    /** Its namespace. */
    public String namespace() {
        return namespace;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The resource as it is now. */
    public ShardSet resource() {
        return Objects.requireNonNull(cluster.client()
                .resources(ShardSet.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** The status as it is now. */
    public ShardSetStatus status() {
        return Optional.ofNullable(resource().getStatus()).orElse(ShardSetStatus.EMPTY);
    }

    /** The published map as it is now, or null before there is one. */
    public @Nullable PartitionMap mapOrNull() {
        return cluster.client()
                .resources(PartitionMap.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /** The published map as it is now. */
    public Placement placement() {
        return Placement.of(Objects.requireNonNull(mapOrNull(), "there is no PartitionMap"), resource());
    }

    /** Edits the specification by a JSON patch (a list) or a JSON merge patch (an object). */
    public void edit(String patch) {
        cluster.client()
                .resources(ShardSet.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(patch.startsWith("[") ? PatchType.JSON : PatchType.JSON_MERGE), patch);
    }

    /** The condition of that type, if there is one. */
    public Optional<Condition> condition(String type) {
        return status().conditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst();
    }

    /** Whether the specification as it is now is in place, nothing moves, and every shard serves. */
    public boolean isSettled() {
        ShardSet set = resource();
        ShardSetStatus status = set.getStatus();
        return status != null
                && Objects.equals(status.observedGeneration(), set.getMetadata().getGeneration())
                && has(status, "Ready", "True")
                && !has(status, "Progressing", "True")
                && Objects.equals(status.shards(), set.getSpec().shards());
    }

    private static boolean has(ShardSetStatus status, String type, String value) {
        return status.conditions().stream()
                .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals(value));
    }

    /** Whether it is settled and every shard has all of its replicas. */
    public boolean isWhole() {
        return isSettled() && has(status(), "Degraded", "False");
    }

    /** Waits until {@link #isSettled}. */
    public void awaitSettled(Duration limit) {
        await("ShardSet " + name + " settles", limit, this::isSettled);
    }

    /** Waits until something holds; fails with the status at that time. */
    public void await(String what, Duration limit, BooleanSupplier holds) {
        await(what, limit, Duration.ofMillis(250), holds);
    }

    /** The same, looking again after each pause. */
    public void await(String what, Duration limit, Duration pause, BooleanSupplier holds) {
        long end = System.nanoTime() + limit.toNanos();
        while (!patiently(holds)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + limit + "; status " + status());
            }
            pause(pause);
        }
    }

    /** A restarting API server or pod is no verdict. */
    private static boolean patiently(BooleanSupplier holds) {
        try {
            return holds.getAsBoolean();
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    /** Sleeps. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Pods of a shard, by ordinal. */
    public List<Pod> pods(int shard) {
        return cluster
                .client()
                .pods()
                .inNamespace(namespace)
                .withLabel("shardwright.io/shardset", name)
                .withLabel("shardwright.io/shard", Integer.toString(shard))
                .list()
                .getItems()
                .stream()
                .sorted(java.util.Comparator.comparing(p -> p.getMetadata().getName()))
                .toList();
    }

    /** What a pod says of itself, or nothing where it doesn't answer. */
    public Optional<ShardStatus> statusOf(String pod) {
        try {
            String json = cluster.get(namespace, pod, Contract.MANAGEMENT_PORT, Contract.STATUS_PATH);
            return json == null ? Optional.empty() : Optional.of(JSON.readValue(json, ShardStatus.class));
        } catch (KubernetesClientException | IOException e) {
            return Optional.empty();
        }
    }

    /** Name of the pod that leads the shard now, as a majority-confirmed answer says. */
    public String leader(int shard) {
        String[] leader = new String[1];
        await("shard " + shard + " has a leader", Duration.ofSeconds(60), () -> {
            for (Pod pod : pods(shard)) {
                Optional<ShardStatus> status = statusOf(pod.getMetadata().getName());
                if (status.isPresent() && status.get().confirmed()) {
                    leader[0] = pod.getMetadata().getName();
                    return true;
                }
            }
            return false;
        });
        return Objects.requireNonNull(leader[0]);
    }
}
