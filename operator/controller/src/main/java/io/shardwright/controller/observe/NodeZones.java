package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.shardwright.planner.availability.Location;
import java.util.Objects;
import java.util.Optional;

/**
 * The zones of nodes, by their label {@value #LABEL}. Of each node only the labels are kept, and a change of a node starts no
 * round of any ShardSet.
 */
public final class NodeZones implements AutoCloseable {
    static final String LABEL = "topology.kubernetes.io/zone";

    private final SharedIndexInformer<Node> informer;

    public NodeZones(KubernetesClient client) {
        informer = client.nodes()
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        Node.class,
                        client.getKubernetesSerialization(),
                        "metadata.labels"));
    }

    /** Starts to watch; until it has heard of the nodes, their zones aren't known. */
    public void start() {
        informer.exceptionHandler((started, e) -> true);
        informer.start();
    }

    /** The place of what runs on a node. */
    Location on(String node) {
        var zone = Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(null, node)))
                .map(found -> found.getMetadata().getLabels())
                .filter(Objects::nonNull)
                .map(labels -> labels.get(LABEL));
        return new Location(Optional.of(node), zone, true);
    }

    @Override
    public void close() {
        informer.close();
    }
}
