package io.shardwright.controller.act;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Step;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets volume claims ask for more. */
final class ClaimWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimWriter.class);
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;

    ClaimWriter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Raises this very claim, as it was observed.
     *
     * @return why the API server doesn't allow it, such as a quota; empty if it was done, or is to be decided anew because the
     *     claim was changed or is gone
     */
    Optional<String> grow(Observed observed, Step.GrowClaim step, ObjectStore store) {
        String namespace = observed.shardSet().getMetadata().getNamespace();
        var before = store.get(PersistentVolumeClaim.class, new ResourceID(step.claim(), namespace));
        try {
            var written = client.persistentVolumeClaims()
                    .inNamespace(namespace)
                    .withName(step.claim())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch(step));
            store.written(PersistentVolumeClaim.class, written, before);
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT -> Optional.empty();
                case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE ->
                    Optional.of("volume claim %s can't be grown to %s: %s"
                            .formatted(step.claim(), step.size(), e.getStatus().getMessage()));
                default -> throw e;
            };
        }
        LOG.atInfo()
                .addKeyValue("namespace", namespace)
                .addKeyValue("name", step.claim())
                .addKeyValue("size", step.size())
                .log("the volume is to grow");
        return Optional.empty();
    }

    private static String patch(Step.GrowClaim step) {
        return """
                {
                  "metadata": {"uid": "%s", "resourceVersion": "%s"},
                  "spec": {"resources": {"requests": {"storage": "%s"}}}
                }
                """.formatted(step.uid(), step.resourceVersion(), step.size());
    }
}
