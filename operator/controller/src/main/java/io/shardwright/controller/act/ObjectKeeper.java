package io.shardwright.controller.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.apply.Applied;
import io.shardwright.controller.apply.ObjectApplier;
import io.shardwright.controller.observe.Observed;
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

    private final ObjectApplier applier;
    private final RouterImages images;
    private final InstantSource clock;
    private final Map<String, Rendered> rendered = new ConcurrentHashMap<>();

    ObjectKeeper(ObjectApplier applier, RouterImages images, InstantSource clock) {
        this.applier = applier;
        this.images = images;
        this.clock = clock;
    }

    /** What was rendered last for a ShardSet; rendering is pure, so it holds until an input changes. */
    private record Rendered(
            String uid,
            String identity,
            Long generation,
            Step.EnsureObjects step,
            List<HasMetadata> objects,
            Instant driftCheckedAt) {
        boolean isOf(Observed observed, Step.EnsureObjects wanted) {
            return uid.equals(observed.uid())
                    && identity.equals(observed.identity())
                    && generation.equals(observed.shardSet().getMetadata().getGeneration())
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
    Ensured ensure(Observed observed, Step.EnsureObjects step, ObjectStore store) {
        var metadata = observed.shardSet().getMetadata();
        String key = metadata.getNamespace() + "/" + metadata.getName();
        var last = rendered.get(key);
        var now = clock.instant();
        boolean checkDrift = last != null && !now.isBefore(last.driftCheckedAt().plus(DRIFT_CHECK));
        var current = last != null && last.isOf(observed, step) && !checkDrift
                ? last
                : new Rendered(
                        metadata.getUid(),
                        observed.identity(),
                        metadata.getGeneration(),
                        step,
                        render(observed.shardSet(), observed.identity(), step),
                        now);
        rendered.put(key, current);
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

    private List<HasMetadata> render(ShardSet shardSet, String identity, Step.EnsureObjects step) {
        var objects = new ArrayList<HasMetadata>();
        step.placements()
                .forEach(placement -> objects.addAll(ShardObjects.of(
                        shardSet,
                        identity,
                        placement,
                        replicas(shardSet, step, placement),
                        step.held().contains(placement.shard()),
                        step.volumes().getOrDefault(placement.shard(), placement.volume(shardSet.getSpec())))));
        step.leaving()
                .forEach(placement -> objects.add(ShardObjects.budgetOfOne(
                        shardSet, placement, step.held().contains(placement.shard()))));
        objects.addAll(RouterObjects.of(shardSet, identity, images));
        return objects;
    }

    private static int replicas(ShardSet shardSet, Step.EnsureObjects step, ShardPlacement placement) {
        return step.replicas()
                .getOrDefault(placement.shard(), shardSet.getSpec().replicasPerShard());
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
