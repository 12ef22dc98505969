package io.shardwright.controller.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.apply.Applied;
import io.shardwright.controller.apply.ObjectApplier;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.controller.render.RouterObjects;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.resolver.ShardPlacement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the objects of ShardSets in their desired state. */
final class ObjectKeeper {
    /** How often fields are compared although the hash is as it should be. */
    static final Duration DRIFT_CHECK = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final ObjectApplier applier;
    private final RouterImages images;
    private final InstantSource clock;
    private final Map<String, Rendered> rendered = new ConcurrentHashMap<>();

    ObjectKeeper(KubernetesClient client, ObjectApplier applier, RouterImages images, InstantSource clock) {
        this.client = client;
        this.applier = applier;
        this.images = images;
        this.clock = clock;
    }

    /** What was rendered last for a ShardSet; rendering is pure, so it holds until an input changes. */
    private record Rendered(
            String uid, Long generation, Step.EnsureObjects step, List<HasMetadata> objects, Instant driftCheckedAt) {
        boolean isOf(ShardSet shardSet, Step.EnsureObjects wanted) {
            return uid.equals(shardSet.getMetadata().getUid())
                    && generation.equals(shardSet.getMetadata().getGeneration())
                    && step.equals(wanted);
        }
    }

    /**
     * What became of the objects.
     *
     * @param refused what the API server doesn't take, in its words
     * @param setsUpdated whether a StatefulSet that was there was changed
     */
    record Ensured(List<String> refused, boolean setsUpdated) {}

    /** Applies what differs. */
    Ensured ensure(ShardSet shardSet, Step.EnsureObjects step, ObjectStore store) {
        var metadata = shardSet.getMetadata();
        String key = metadata.getNamespace() + "/" + metadata.getName();
        var last = rendered.get(key);
        var now = clock.instant();
        boolean checkDrift = last != null && !now.isBefore(last.driftCheckedAt().plus(DRIFT_CHECK));
        var current = last != null && last.isOf(shardSet, step) && !checkDrift
                ? last
                : new Rendered(metadata.getUid(), metadata.getGeneration(), step, render(shardSet, step), now);
        rendered.put(key, current);
        deleteBudgets(shardSet, step, store);
        return apply(current.objects(), store, checkDrift);
    }

    private Ensured apply(List<HasMetadata> objects, ObjectStore store, boolean checkDrift) {
        var refused = new ArrayList<String>();
        boolean setsUpdated = false;
        for (var object : objects) {
            boolean exists = object instanceof StatefulSet
                    && store.get(StatefulSet.class, ResourceID.fromResource(object))
                            .isPresent();
            switch (apply(object, store, checkDrift)) {
                case Applied.Unchanged<?> unchanged -> {}
                case Applied.Written<?> written -> setsUpdated |= exists;
                case Applied.Refused<?>(String message) -> refused.add(message);
            }
        }
        return new Ensured(refused, setsUpdated);
    }

    private List<HasMetadata> render(ShardSet shardSet, Step.EnsureObjects step) {
        var objects = new ArrayList<HasMetadata>();
        step.placements()
                .forEach(placement ->
                        objects.addAll(ShardObjects.of(shardSet, placement, replicas(shardSet, step, placement))));
        objects.addAll(RouterObjects.of(shardSet, images));
        return objects;
    }

    private static int replicas(ShardSet shardSet, Step.EnsureObjects step, ShardPlacement placement) {
        return step.replicas()
                .getOrDefault(placement.shard(), shardSet.getSpec().replicasPerShard());
    }

    /** A disruption budget of a shard that has no quorum to keep any more would only block nodes from being drained. */
    private void deleteBudgets(ShardSet shardSet, Step.EnsureObjects step, ObjectStore store) {
        step.placements().stream()
                .filter(placement -> !ShardObjects.hasQuorumToKeep(replicas(shardSet, step, placement)))
                .map(placement -> new ResourceID(
                        ShardObjects.name(shardSet, placement.shard()),
                        shardSet.getMetadata().getNamespace()))
                .flatMap(id -> store.get(PodDisruptionBudget.class, id).stream())
                .filter(budget ->
                        ShardRemoval.isOwned(budget, shardSet.getMetadata().getUid()))
                .filter(budget -> budget.getMetadata().getDeletionTimestamp() == null)
                .forEach(budget -> client.resource(budget).delete());
    }

    private <T extends HasMetadata> Applied<T> apply(T desired, ObjectStore store, boolean checkDrift) {
        @SuppressWarnings("unchecked")
        var type = (Class<T>) desired.getClass();
        var live = store.get(type, ResourceID.fromResource(desired));
        var applied = applier.apply(desired, live, checkDrift);
        if (applied instanceof Applied.Written<T>(T written)) {
            store.written(type, written, live);
        }
        return applied;
    }
}
