package io.shardwright.controller.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.shardwright.controller.render.Metadata;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings objects to their desired state by server-side apply, and writes nothing where they have it. A StatefulSet is written
 * only as it was seen.
 *
 * <p>Each applied object carries the hash of what was applied. As long as it equals the hash of what is desired, nothing is
 * written; a drift check also compares the fields, and applies again what someone else changed.
 */
public final class ObjectApplier {
    /** Field manager of everything that the operator applies. */
    public static final String FIELD_MANAGER = "shardwright";
    /** Annotation with the hash of the object as it was last applied. */
    static final String HASH = "shardwright.io/applied-hash";

    private static final Logger LOG = LoggerFactory.getLogger(ObjectApplier.class);
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    /** Hashes of objects that the API server stores in another form than they were sent in: no drift to correct. */
    private final Set<String> rewrittenByServer = ConcurrentHashMap.newKeySet();

    public ObjectApplier(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Applies an object if that changes anything.
     *
     * @param live the object as last seen in the cluster
     * @param checkDrift whether to compare fields where the hash is equal
     * @throws KubernetesClientException if the API server can't be asked now, or what was seen is outdated (409)
     */
    public <T extends HasMetadata> Applied<T> apply(T desired, Optional<T> live, boolean checkDrift) {
        String owner = Metadata.controllerOf(desired);
        if (live.isPresent() && !owner.equals(Metadata.controllerOf(live.get()))) {
            return new Applied.Refused<>(
                    "%s %s belongs to someone else: give this ShardSet another name, or delete that %s"
                            .formatted(desired.getKind(), desired.getMetadata().getName(), desired.getKind()));
        }
        String hash = DesiredHash.of(desired);
        if (live.isPresent() && isCurrent(desired, live.get(), hash, checkDrift)) {
            return new Applied.Unchanged<>();
        }
        try {
            return new Applied.Written<>(write(desired, hash, live));
        } catch (KubernetesClientException e) {
            if (isVerdict(e.getCode(), live.isPresent())) {
                return new Applied.Refused<>(message(e));
            }
            throw e;
        }
    }

    /** Whether trying again changes nothing. A conflict about an object that isn't ours: it belongs to someone else. */
    private static boolean isVerdict(int code, boolean ours) {
        return code == UNPROCESSABLE
                || code == HttpURLConnection.HTTP_BAD_REQUEST
                || code == HttpURLConnection.HTTP_FORBIDDEN
                || (code == HttpURLConnection.HTTP_CONFLICT && !ours);
    }

    private <T extends HasMetadata> boolean isCurrent(T desired, T live, String hash, boolean checkDrift) {
        if (live.getMetadata().getDeletionTimestamp() != null) {
            return true; // Nothing can be done until it's gone.
        }
        if (!hash.equals(annotation(live))) {
            return false;
        }
        if (!checkDrift || rewrittenByServer.contains(hash)) {
            return true;
        }
        var difference = LiveObject.difference(desired, live, client.getKubernetesSerialization());
        difference.ifPresent(field -> LOG.atInfo()
                .addKeyValue("kind", live.getKind())
                .addKeyValue("name", live.getMetadata().getName())
                .addKeyValue("field", field)
                .log("changed by someone else, applying again"));
        return difference.isEmpty();
    }

    private <T extends HasMetadata> T write(T desired, String hash, Optional<T> live) {
        var applied = client.getKubernetesSerialization().clone(desired);
        var metadata = applied.getMetadata();
        var annotations = new HashMap<>(Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()));
        annotations.put(HASH, hash);
        metadata.setAnnotations(annotations);
        if (desired instanceof StatefulSet) {
            // How many replicas come next depends on how many there are: whoever saw an older one has to look again.
            live.map(seen -> seen.getMetadata().getResourceVersion()).ifPresent(metadata::setResourceVersion);
        }
        var resource =
                client.resource(applied).fieldValidation(Validation.STRICT).fieldManager(FIELD_MANAGER);
        // Without force an object of the same name that isn't ours is a conflict instead of being taken over.
        boolean exists = live.isPresent();
        T written = exists ? resource.forceConflicts().serverSideApply() : resource.serverSideApply();
        if (LiveObject.difference(desired, written, client.getKubernetesSerialization())
                .isPresent()) {
            rewrittenByServer.add(hash);
        }
        LOG.atInfo()
                .addKeyValue("kind", applied.getKind())
                .addKeyValue("namespace", metadata.getNamespace())
                .addKeyValue("name", metadata.getName())
                .log(exists ? "updated" : "created");
        return written;
    }

    private static String message(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : Objects.requireNonNullElse(e.getMessage(), "HTTP " + e.getCode());
    }

    private static String annotation(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(HASH, "");
    }
}
