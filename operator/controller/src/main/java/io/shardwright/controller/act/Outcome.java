package io.shardwright.controller.act;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.shardwright.controller.rebalance.RebalanceWrite.Notice;
import io.shardwright.crds.v1alpha1.Rebalance;
import java.util.List;
import java.util.Optional;

/**
 * What became of the steps.
 *
 * @param refused messages of the API server about objects that it doesn't take as they are
 * @param failure of the API server while objects were brought to their desired state, or a Rebalance was written; the rest
 *     was done
 * @param news of Rebalances, as far as they were written
 * @param setsUpdated whether a StatefulSet got another form: what comes of that shows from the next round on
 */
public record Outcome(
        List<String> refused, Optional<KubernetesClientException> failure, List<News> news, boolean setsUpdated) {
    /** One in which no Rebalance was written and no StatefulSet updated. */
    public Outcome(List<String> refused, Optional<KubernetesClientException> failure) {
        this(refused, failure, List.of(), false);
    }

    public Outcome {
        refused = List.copyOf(refused);
        news = List.copyOf(news);
    }

    /** What happened to a Rebalance. */
    public record News(Rebalance rebalance, Notice notice) {}
}
