package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import java.util.Optional;

/** Which storage classes can make volumes larger. */
public final class StorageClasses implements AutoCloseable {
    private final ClusterWatch<StorageClass> classes;

    public StorageClasses(KubernetesClient client) {
        classes = new ClusterWatch<>(
                client,
                client.storage().v1().storageClasses(),
                StorageClass.class,
                "the storage classes",
                "allowVolumeExpansion");
    }

    /** Starts to watch. Until there was a first list, and if it isn't allowed to read them, nothing is known of any class. */
    public void start() {
        classes.start();
    }

    /** Whether volumes of the class of this name can grow; an empty name is no class. */
    Expansion of(Optional<String> name) {
        if (name.isEmpty()) {
            return Expansion.NO_CLASS;
        }
        return classes.find(name.get())
                .map(found ->
                        Boolean.TRUE.equals(found.getAllowVolumeExpansion()) ? Expansion.ALLOWED : Expansion.FORBIDDEN)
                .orElse(classes.isComplete() ? Expansion.NO_CLASS : Expansion.UNKNOWN);
    }

    @Override
    public void close() {
        classes.close();
    }
}
