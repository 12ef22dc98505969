package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Compute resources of a container, as in a pod. */
@ApiType
public record Resources(
        @JsonPropertyDescription("""
                What is set aside on the node, by resource, such as cpu: 500m and memory: 1Gi.""") Map<String, Quantity> requests,

        @JsonPropertyDescription("""
                What the container may use at most, by resource. Where a request is left out, the limit is used.""") Map<String, Quantity> limits) {

    /** Makes absent collections empty, and maps sorted. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public Resources {
        requests = ShardSetSpec.sortedCopy(requests);
        limits = ShardSetSpec.sortedCopy(limits);
    }
}
