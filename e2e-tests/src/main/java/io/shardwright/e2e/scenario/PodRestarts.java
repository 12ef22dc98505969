package io.shardwright.e2e.scenario;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts how often pods of a store were made anew or their containers started again, from now on. Pods of a removed shard don't
 * count, nor does the first pod of a name.
 */
public final class PodRestarts implements AutoCloseable {
    private static final String ROUTERS = "routers";

    private final Map<String, Set<String>> uids = new TreeMap<>();
    private final Map<String, Integer> containerRestarts = new TreeMap<>();
    private final SharedIndexInformer<Pod> informer;
    private final Store store;

    private PodRestarts(Store store) {
        this.store = store;
        informer = store.cluster()
                .client()
                .pods()
                .inNamespace(store.namespace())
                .withLabel("shardwright.io/shardset", store.name())
                .inform(new Seen());
    }

    /** Counts from now on. */
    public static PodRestarts of(Store store) {
        return new PodRestarts(store);
    }

    private final class Seen implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            see(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            see(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            see(pod);
        }
    }

    private synchronized void see(Pod pod) {
        String uid = pod.getMetadata().getUid();
        uids.computeIfAbsent(nameOf(pod), name -> new TreeSet<>()).add(uid);
        int restarts = pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
        containerRestarts.merge(uid, restarts, Math::max);
    }

    /** A shard's pods keep their names; a router's new pod has a new one. */
    private static String nameOf(Pod pod) {
        boolean isShard = pod.getMetadata().getLabels().containsKey("shardwright.io/shard");
        return isShard ? pod.getMetadata().getName() : ROUTERS;
    }

    /** Restarts by pod, only where there were some; those of all routers together. */
    public synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        uids.forEach((name, seen) -> {
            int first =
                    name.equals(ROUTERS) ? store.resource().getSpec().router().replicas() : 1;
            int restarts = seen.size()
                    - first
                    + seen.stream()
                            .mapToInt(uid -> containerRestarts.getOrDefault(uid, 0))
                            .sum();
            if (restarts != 0) {
                counts.put(name, restarts);
            }
        });
        return counts;
    }

    @Override
    public void close() {
        informer.close();
    }
}
