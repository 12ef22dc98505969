package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the objects of one kind that belong to no namespace. Only stated fields are kept, and a change of an object
 * starts no round of any ShardSet.
 */
final class ClusterWatch<T extends HasMetadata> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final Duration FIRST_LIST = Duration.ofSeconds(10);

    private final SharedIndexInformer<T> informer;
    private final String what;

    /**
     * Of these objects.
     *
     * @param what they are, in words
     * @param fields to keep beside their names
     */
    ClusterWatch(
            KubernetesClient client,
            NonNamespaceOperation<T, ? extends KubernetesResourceList<T>, ? extends Resource<T>> objects,
            Class<T> type,
            String what,
            String... fields) {
        this.informer = objects.runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE, type, client.getKubernetesSerialization(), fields));
        this.what = what;
    }

    /**
     * Starts to watch, and waits for the first list for a while. Until there is one, and if it isn't allowed to read them,
     * nothing is known of any object.
     */
    void start() {
        informer.exceptionHandler((started, e) -> true);
        try {
            informer.start().toCompletableFuture().get(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} aren't known yet: {}", what, e.toString());
        }
    }

    /** What is known of the object of this name. */
    Optional<T> find(String name) {
        return Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(null, name)));
    }

    /** Whether there was a first list, so that an object that isn't found doesn't exist. */
    boolean isComplete() {
        return informer.hasSynced();
    }

    @Override
    public void close() {
        informer.close();
    }
}
