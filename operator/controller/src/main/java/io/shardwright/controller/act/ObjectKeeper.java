package io.shardwright.controller.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.apply.Applied;
import io.shardwright.controller.apply.ObjectApplier;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.controller.render.RouterObjects;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Step.EnsureObjects wanted,
            List<HasMetadata> objects,
            Instant driftCheckedAt) {
        boolean isOf(Observed observed, Step.EnsureObjects asked) {
            return uid.equals(observed.uid())
                    && identity.equals(observed.identity())
                    && generation.equals(observed.shardSet().getMetadata().getGeneration())
                    && wanted.equals(asked);
        }
    }

    /** Applies what differs; the messages say what the API server doesn't take. */
    List<String> ensure(Observed observed, Step.EnsureObjects wanted, ObjectStore store) {
        var metadata = observed.shardSet().getMetadata();
        String key = metadata.getNamespace() + "/" + metadata.getName();
        var last = rendered.get(key);
        var now = clock.instant();
        boolean checkDrift = last != null && !now.isBefore(last.driftCheckedAt().plus(DRIFT_CHECK));
        var current = last != null && last.isOf(observed, wanted) && !checkDrift
                ? last
                : new Rendered(
                        metadata.getUid(),
                        observed.identity(),
                        metadata.getGeneration(),
                        wanted,
                        render(observed.shardSet(), observed.identity(), wanted),
                        now);
        rendered.put(key, current);
        var refused = new ArrayList<String>();
        current.objects().forEach(object -> apply(object, store, checkDrift).ifPresent(refused::add));
        return refused;
    }

    private List<HasMetadata> render(ShardSet shardSet, String identity, Step.EnsureObjects wanted) {
        var objects = new ArrayList<HasMetadata>();
        wanted.placements()
                .forEach(placement -> objects.addAll(ShardObjects.of(
                        shardSet, identity, placement, wanted.held().contains(placement.shard()))));
        objects.addAll(RouterObjects.of(shardSet, identity, images));
        return objects;
    }

    private <T extends HasMetadata> Optional<String> apply(T desired, ObjectStore store, boolean checkDrift) {
        @SuppressWarnings("unchecked")
        var type = (Class<T>) desired.getClass();
        var live = store.get(type, ResourceID.fromResource(desired));
        return switch (applier.apply(desired, live, checkDrift)) {
            case Applied.Unchanged<T> unchanged -> Optional.empty();
            case Applied.Written<T>(T written) -> {
                store.written(type, written, live);
                yield Optional.empty();
            }
            case Applied.Refused<T>(String message) -> Optional.of(message);
        };
    }
}
