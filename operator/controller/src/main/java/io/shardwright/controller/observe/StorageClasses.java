package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which storage classes can make volumes larger. Nothing else of a class is kept, and a change of one starts no round of any
 * ShardSet.
 */
public final class StorageClasses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StorageClasses.class);
    private static final Duration FIRST_LIST = Duration.ofSeconds(10);

    private final SharedIndexInformer<StorageClass> informer;

    public StorageClasses(KubernetesClient client) {
        informer = client.storage()
                .v1()
                .storageClasses()
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        StorageClass.class,
                        client.getKubernetesSerialization(),
                        "allowVolumeExpansion"));
    }

    /**
     * Starts to watch, and waits for the first list of classes for a while. Until there is one, and if it isn't allowed to read
     * them, nothing is known of any class.
     */
    public void start() {
        informer.exceptionHandler((started, e) -> true);
        try {
            informer.start().toCompletableFuture().get(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the storage classes aren't known yet: {}", e.toString());
        }
    }

    /** Whether volumes of the class of this name can grow; an empty name is no class. */
    Expansion of(Optional<String> name) {
        if (name.isEmpty()) {
            return Expansion.NO_CLASS;
        }
        var found = informer.getStore().getByKey(Cache.namespaceKeyFunc(null, name.get()));
        if (found == null) {
            return informer.hasSynced() ? Expansion.NO_CLASS : Expansion.UNKNOWN;
        }
        return Boolean.TRUE.equals(found.getAllowVolumeExpansion()) ? Expansion.ALLOWED : Expansion.FORBIDDEN;
    }

    @Override
    public void close() {
        informer.close();
    }
}
