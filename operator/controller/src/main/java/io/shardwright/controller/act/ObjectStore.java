package io.shardwright.controller.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.Optional;

/** The informers' caches: what an object was when last seen, kept current with one's own writes. */
final class ObjectStore {
    private final Context<ShardSet> context;

    ObjectStore(Context<ShardSet> context) {
        this.context = context;
    }

    <T extends HasMetadata> Optional<T> get(Class<T> type, ResourceID id) {
        return source(type).get(id);
    }

    /** Makes the next look-up see what was just written. */
    <T extends HasMetadata> void written(Class<T> type, T object, Optional<T> before) {
        var id = ResourceID.fromResource(object);
        before.ifPresentOrElse(
                previous -> source(type).handleRecentResourceUpdate(id, object, previous),
                () -> source(type).handleRecentResourceCreate(id, object));
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> InformerEventSource<T, ShardSet> source(Class<T> type) {
        return (InformerEventSource<T, ShardSet>) context.eventSourceRetriever().getEventSourceFor(type);
    }
}
