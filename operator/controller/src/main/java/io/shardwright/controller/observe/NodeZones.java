package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.planner.availability.Location;
import java.util.Objects;
import java.util.Optional;

/**
 * The zones of nodes, by their label {@value #LABEL}, and which are cordoned.
 */
public final class NodeZones implements AutoCloseable {
    static final String LABEL = "topology.kubernetes.io/zone";
    /** What a node gets with {@code spec.unschedulable}; some tools set it alone. */
    private static final String CORDON = "node.kubernetes.io/unschedulable";

    private final ClusterWatch<Node> nodes;

    public NodeZones(KubernetesClient client) {
        nodes = new ClusterWatch<>(
                client,
                client.nodes(),
                Node.class,
                "the zones of nodes",
                "metadata.labels",
                "spec.unschedulable",
                "spec.taints");
    }

    /** Starts to watch. Until it has heard of a node, and if it isn't allowed to, that node's zone isn't known. */
    public void start() {
        nodes.start();
    }

    /** The place of what runs on a node. */
    Location on(String node) {
        var zone = nodes.find(node)
                .map(found -> found.getMetadata().getLabels())
                .filter(Objects::nonNull)
                .map(labels -> labels.get(LABEL));
        return new Location(Optional.of(node), zone, true);
    }

    /** Whether a node takes no new pods because it is about to be drained; false where nothing is known of it. */
    boolean isCordoned(String node) {
        return nodes.find(node)
                .map(Node::getSpec)
                .filter(spec -> Boolean.TRUE.equals(spec.getUnschedulable())
                        || spec.getTaints().stream().anyMatch(taint -> CORDON.equals(taint.getKey())))
                .isPresent();
    }

    @Override
    public void close() {
        nodes.close();
    }
}
