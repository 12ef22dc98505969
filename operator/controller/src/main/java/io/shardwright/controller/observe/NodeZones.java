package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.shardwright.planner.availability.Location;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The zones of nodes, by their label {@value #LABEL}, and which are cordoned. Nothing else of a node is kept, and a change of
 * a node starts no round of any ShardSet.
 */
public final class NodeZones implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeZones.class);
    private static final Duration FIRST_LIST = Duration.ofSeconds(10);
    static final String LABEL = "topology.kubernetes.io/zone";
    /** What a node gets with {@code spec.unschedulable}; some tools set it alone. */
    private static final String CORDON = "node.kubernetes.io/unschedulable";

    private final SharedIndexInformer<Node> informer;

    public NodeZones(KubernetesClient client) {
        informer = client.nodes()
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        Node.class,
                        client.getKubernetesSerialization(),
                        "metadata.labels",
                        "spec.unschedulable",
                        "spec.taints"));
    }

    /**
     * Starts to watch, and waits for the first list of nodes for a while. Until it has heard of a node, and if it isn't allowed
     * to, that node's zone isn't known.
     */
    public void start() {
        informer.exceptionHandler((started, e) -> true);
        try {
            informer.start().toCompletableFuture().get(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the zones of nodes aren't known yet: {}", e.toString());
        }
    }

    /** The place of what runs on a node. */
    Location on(String node) {
        var zone = Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(null, node)))
                .map(found -> found.getMetadata().getLabels())
                .filter(Objects::nonNull)
                .map(labels -> labels.get(LABEL));
        return new Location(Optional.of(node), zone, true);
    }

    /** Whether a node takes no new pods because it is about to be drained; false where nothing is known of it. */
    boolean isCordoned(String node) {
        return Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(null, node)))
                .map(Node::getSpec)
                .filter(spec -> Boolean.TRUE.equals(spec.getUnschedulable())
                        || spec.getTaints().stream().anyMatch(taint -> CORDON.equals(taint.getKey())))
                .isPresent();
    }

    @Override
    public void close() {
        informer.close();
    }
}
