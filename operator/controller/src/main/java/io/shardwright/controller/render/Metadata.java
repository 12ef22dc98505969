package io.shardwright.controller.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.List;
import java.util.Map;

/** The metadata of objects that belong to a ShardSet. */
public final class Metadata {
    private Metadata() {}

    /** Metadata of an object that is deleted together with its ShardSet. */
    static ObjectMeta owned(ShardSet shardSet, String name, Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(shardSet.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(ownerReference(shardSet))
                .build();
    }

    /** Metadata of an object that outlives its ShardSet. */
    static ObjectMeta retained(ShardSet shardSet, String name, Map<String, String> labels) {
        return owned(shardSet, name, labels)
                .edit()
                .withOwnerReferences(List.of())
                .build();
    }

    /** Whether the object is deleted together with the ShardSet. Another's may have the name that this one's should have. */
    public static boolean owns(ShardSet shardSet, HasMetadata object) {
        return controllerOf(object).equals(shardSet.getMetadata().getUid());
    }

    /** Uid of what controls an object; empty if nothing does. */
    public static String controllerOf(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse("");
    }

    /** The reference by which the ShardSet owns an object. */
    public static OwnerReference ownerReference(ShardSet shardSet) {
        return new OwnerReferenceBuilder()
                .withApiVersion(ShardSet.GROUP + "/" + ShardSet.VERSION)
                .withKind("ShardSet")
                .withName(shardSet.getMetadata().getName())
                .withUid(shardSet.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
