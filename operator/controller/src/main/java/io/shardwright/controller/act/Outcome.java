package io.shardwright.controller.act;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/**
 * What became of the steps.
 *
 * @param refused messages of the API server about objects that it doesn't take as they are
 * @param failure of the API server while objects were brought to their desired state; the rest was done
 * @param setsUpdated whether a StatefulSet got another form: what comes of that shows from the next round on
 */
public record Outcome(List<String> refused, Optional<KubernetesClientException> failure, boolean setsUpdated) {
    /** One in which no StatefulSet was updated. */
    public Outcome(List<String> refused, Optional<KubernetesClientException> failure) {
        this(refused, failure, false);
    }

    public Outcome {
        refused = List.copyOf(refused);
    }
}
