package io.shardwright.controller.report;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.shardwright.controller.report.Happenings.Happening;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what happened to a ShardSet, or to what belongs to it, as Events. An Event that can't be written is logged instead. */
final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String COMPONENT = "shardwright-operator";
    private static final int LONGEST_MESSAGE = 1024;

    private final KubernetesClient client;

    EventRecorder(KubernetesClient client) {
        this.client = client;
    }

    void record(HasMetadata object, Happening happening, Instant at) {
        var metadata = object.getMetadata();
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        String message = happening.message();
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(metadata.getName() + "-")
                .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withType(happening.warning() ? "Warning" : "Normal")
                .withReason(happening.reason())
                .withMessage(message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE))
                .withNewInvolvedObject()
                .withApiVersion(ShardSet.GROUP + "/" + ShardSet.VERSION)
                .withKind(object.getKind())
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .endInvolvedObject()
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("reason", happening.reason())
                    .addKeyValue("message", message)
                    .log("can't record an Event: {}", e.getMessage());
        }
    }
}
