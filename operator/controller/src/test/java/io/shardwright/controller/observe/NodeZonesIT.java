package io.shardwright.controller.observe;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.planner.availability.Location;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class NodeZonesIT {
    private final String name = "node-" + UUID.randomUUID();
    private final KubernetesClient client;
    private final NodeZones zones;

    NodeZonesIT(ApiServer server) {
        client = server.client();
        zones = new NodeZones(client);
    }

    @AfterEach
    void close() {
        client.nodes().withName(name).delete();
        zones.close();
        client.close();
    }

    @Test
    void knowsTheZoneOfANodeAndHearsOfAnother() {
        client.resource(node("zone-a")).create();
        zones.start();
        awaitZone(Optional.of("zone-a"));
        client.resource(node("zone-b")).update();
        awaitZone(Optional.of("zone-b"));
        client.nodes().withName(name).delete();
        awaitZone(Optional.empty());
    }

    @Test
    void hearsOfACordonAndOfItsEnd() {
        client.resource(node("zone-a")).create();
        zones.start();
        awaitCordoned(false);
        cordon(true);
        awaitCordoned(true);
        cordon(null);
        awaitCordoned(false);
        client.nodes()
                .withName(name)
                .edit(node -> node.edit()
                        .editOrNewSpec()
                        .addNewTaint()
                        .withKey("node.kubernetes.io/unschedulable")
                        .withEffect("NoSchedule")
                        .endTaint()
                        .endSpec()
                        .build());
        awaitCordoned(true);
    }

    private void cordon(@Nullable Boolean unschedulable) {
        client.nodes()
                .withName(name)
                .edit(node -> node.edit()
                        .editOrNewSpec()
                        .withUnschedulable(unschedulable)
                        .endSpec()
                        .build());
    }

    private void awaitCordoned(boolean cordoned) {
        await().atMost(Duration.ofSeconds(20)).until(() -> zones.isCordoned(name) == cordoned);
    }

    private void awaitZone(Optional<String> zone) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> zones.on(name).equals(new Location(Optional.of(name), zone, true)));
    }

    private Node node(String zone) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(NodeZones.LABEL, zone))
                .endMetadata()
                .build();
    }
}
