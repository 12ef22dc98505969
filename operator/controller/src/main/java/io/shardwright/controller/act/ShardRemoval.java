package io.shardwright.controller.act;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a shard that owns nothing. The StatefulSet goes last: as long as it's there the shard is still to be removed, so
 * that a crash in between leaves nothing behind. Its volume claims go first; they stay until their pods are gone.
 */
final class ShardRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(ShardRemoval.class);

    private final KubernetesClient client;

    ShardRemoval(KubernetesClient client) {
        this.client = client;
    }

    void remove(ShardSet shardSet, ShardId shard) {
        var metadata = shardSet.getMetadata();
        String name = ShardObjects.name(shardSet, shard);
        var claims = client.persistentVolumeClaims()
                .inNamespace(metadata.getNamespace())
                .withLabels(Map.of(Labels.SHARD_SET_UID, metadata.getUid(), Labels.SHARD, shard.toString()));
        claims.resources().forEach(claim -> claim.delete());
        client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(metadata.getNamespace())
                .withName(name)
                .delete();
        client.services().inNamespace(metadata.getNamespace()).withName(name).delete();
        client.apps()
                .statefulSets()
                .inNamespace(metadata.getNamespace())
                .withName(name)
                .delete();
        LOG.atInfo()
                .addKeyValue("namespace", metadata.getNamespace())
                .addKeyValue("name", name)
                .log("removed a shard that owned nothing, and its volumes");
    }
}
