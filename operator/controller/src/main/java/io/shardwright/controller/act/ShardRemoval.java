package io.shardwright.controller.act;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.render.Metadata;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.stream.Stream;
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

    void remove(Observed observed, ShardId shard, ObjectStore store) {
        var shardSet = observed.shardSet();
        var metadata = shardSet.getMetadata();
        String name = ShardObjects.name(shardSet, shard);
        var claims = client.persistentVolumeClaims()
                .inNamespace(metadata.getNamespace())
                .withLabels(Map.of(Labels.SHARD_SET_UID, observed.identity(), Labels.SHARD, shard.toString()));
        claims.resources().forEach(claim -> claim.delete());
        var id = new ResourceID(name, metadata.getNamespace());
        Stream.of(PodDisruptionBudget.class, Service.class, StatefulSet.class)
                .flatMap(type -> store.get(type, id).stream())
                .filter(object -> Metadata.owns(shardSet, object))
                .forEach(object -> client.resource(object).delete());
        LOG.atInfo()
                .addKeyValue("namespace", metadata.getNamespace())
                .addKeyValue("name", name)
                .log("removed a shard that owned nothing, and its volumes");
    }

    /** Deletes this very pod; its successor of the same name stays. */
    void restart(ShardSet shardSet, Step.RestartPod step) {
        delete(shardSet, "pods", step.pod(), step.uid(), step.why());
    }

    /** Deletes this very claim. */
    void deleteClaim(ShardSet shardSet, Step.DeleteClaim step) {
        delete(shardSet, "persistentvolumeclaims", step.claim(), step.uid(), step.why());
    }

    private void delete(ShardSet shardSet, String resource, String name, String uid, String why) {
        String namespace = shardSet.getMetadata().getNamespace();
        var options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(uid)
                .endPreconditions()
                .build();
        try {
            client.raw("/api/v1/namespaces/%s/%s/%s".formatted(namespace, resource, name), "DELETE", options);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return; // It is gone, or another has its name.
            }
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("namespace", namespace)
                .addKeyValue("name", name)
                .log("deleted one of the {}: {}", resource, why);
    }
}
