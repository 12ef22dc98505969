package io.shardwright.e2e.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.shardwright.contract.Member;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.ShardStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that a planned change may alter of a store, without what differs from one carrying out of the same change to the next.
 *
 * @param published partitions of each shard by the published map
 * @param owned partitions of each shard by its leader's majority-confirmed word
 * @param members pods whose replicas are voters, by shard
 * @param templates each StatefulSet's replicas and the revision of its template, which is a hash of it
 * @param pods the revision that each shard pod was made from
 * @param claims names of the volume claims
 */
public record EndState(
        Map<Integer, Integer> published,
        Map<Integer, Integer> owned,
        Map<Integer, List<String>> members,
        Map<String, String> templates,
        Map<String, String> pods,
        List<String> claims) {
    private static final String SHARDSET = "shardwright.io/shardset";
    private static final String COMPONENT = "app.kubernetes.io/component";

    /** What is now; each shard is asked. */
    public static EndState of(Store store) {
        int shards = store.resource().getSpec().shards();
        int partitions = store.resource().getSpec().partitions();
        Map<Integer, Integer> owned = new TreeMap<>();
        Map<Integer, List<String>> members = new TreeMap<>();
        for (int shard = 0; shard < shards; shard++) {
            ShardStatus status = confirmed(store, shard);
            owned.put(
                    shard,
                    status.owned().stream()
                            .mapToInt(one -> (int) PartitionRanges.parse(one.ranges(), partitions).stream()
                                    .count())
                            .sum());
            members.put(
                    shard, status.members().stream().map(Member::pod).sorted().toList());
        }
        return new EndState(
                store.placement().counts(),
                owned,
                members,
                templates(store),
                pods(store),
                names(store.cluster()
                        .client()
                        .persistentVolumeClaims()
                        .inNamespace(store.namespace())
                        .withLabel(SHARDSET, store.name())
                        .list()
                        .getItems()));
    }

    /** What the shard's leader says of it. */
    private static ShardStatus confirmed(Store store, int shard) {
        AtomicReference<@Nullable ShardStatus> answer = new AtomicReference<>();
        store.await("shard " + shard + " confirms its state", Duration.ofSeconds(60), () -> {
            store.pods(shard).stream()
                    .flatMap(pod -> store.statusOf(pod.getMetadata().getName()).stream())
                    .filter(ShardStatus::confirmed)
                    .findFirst()
                    .ifPresent(answer::set);
            return answer.get() != null;
        });
        return Objects.requireNonNull(answer.get());
    }

    private static Map<String, String> templates(Store store) {
        Map<String, String> templates = new TreeMap<>();
        for (StatefulSet set : store.cluster()
                .client()
                .apps()
                .statefulSets()
                .inNamespace(store.namespace())
                .withLabel(SHARDSET, store.name())
                .list()
                .getItems()) {
            templates.put(
                    set.getMetadata().getName(),
                    set.getSpec().getReplicas() + " of " + set.getStatus().getUpdateRevision());
        }
        return templates;
    }

    private static Map<String, String> pods(Store store) {
        Map<String, String> pods = new TreeMap<>();
        for (Pod pod : store.cluster()
                .client()
                .pods()
                .inNamespace(store.namespace())
                .withLabels(Map.of(SHARDSET, store.name(), COMPONENT, "shard"))
                .list()
                .getItems()) {
            pods.put(
                    pod.getMetadata().getName(),
                    pod.getMetadata().getLabels().getOrDefault("controller-revision-hash", ""));
        }
        return pods;
    }

    private static List<String> names(Collection<? extends HasMetadata> objects) {
        return objects.stream()
                .map(object -> object.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Whether what was to go is gone: each shard has its pods and no others, and each claim is a pod's. */
    public boolean isTidy(int shards, int replicas) {
        List<String> wanted = IntStream.range(0, shards)
                .boxed()
                .flatMap(shard -> members.getOrDefault(shard, List.of()).stream())
                .sorted()
                .toList();
        return wanted.size() == shards * replicas
                && templates.size() == shards
                && List.copyOf(pods.keySet()).equals(wanted)
                && claims.equals(wanted.stream().map(pod -> "data-" + pod).toList());
    }
}
