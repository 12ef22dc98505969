package io.shardwright.router.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.shardwright.router.view.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesSourceTest {
    private static EndpointSlice slice(String service, String endpoints) {
        return Serialization.unmarshal("""
                {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
                 "metadata": {"name": "x", "labels": {"kubernetes.io/service-name": "%s"}}, "endpoints": [%s]}
                """.formatted(service, endpoints), EndpointSlice.class);
    }

    private static String endpoint(String pod, String address, String conditions) {
        return """
                {"addresses": ["%s"], "conditions": {%s}, "targetRef": {"kind": "Pod", "name": "%s"}}
                """.formatted(address, conditions, pod);
    }

    @Test
    void listsThePodsOfEachShardsHeadlessService() {
        var listed = KubernetesSource.endpoints(
                "store",
                List.of(
                        slice("store-0", endpoint("store-0-1", "10.0.0.2", "\"ready\": true, \"serving\": false")),
                        slice("store-0", endpoint("store-0-0", "10.0.0.1", "\"serving\": true, \"terminating\": true")),
                        slice("store-12", ""),
                        slice("store", endpoint("store-router-x", "10.0.0.9", "")),
                        slice("store-0-active", endpoint("store-0-0", "10.0.0.1", "")),
                        slice("store-01", endpoint("other", "10.0.0.8", "")),
                        slice("another-0", endpoint("another-0-0", "10.0.0.7", ""))));
        assertThat(listed).containsOnlyKeys(0, 12);
        assertThat(listed.get(0))
                .containsExactly(
                        new Endpoint("store-0-0", "10.0.0.1", true, true),
                        new Endpoint("store-0-1", "10.0.0.2", false, false));
        assertThat(listed.get(12)).isEmpty();
    }

    @Test
    void takesASliceWithoutEndpointsForAShardWithoutPods() {
        var empty = slice("store-4", "");
        empty.setEndpoints(null);
        assertThat(KubernetesSource.endpoints("store", List.of(empty)).get(4)).isEmpty();
    }

    @Test
    void believesTheEndpointThatStaysWhereAPodIsListedTwice() {
        String old = endpoint("store-0-0", "10.0.0.1", "\"terminating\": true");
        String anew = endpoint("store-0-0", "10.0.0.2", "\"serving\": true");
        for (var slices : List.of(
                List.of(slice("store-0", old), slice("store-0", anew)),
                List.of(slice("store-0", anew), slice("store-0", old)))) {
            assertThat(KubernetesSource.endpoints("store", slices).get(0))
                    .containsExactly(new Endpoint("store-0-0", "10.0.0.2", true, false));
        }
    }

    @Test
    void passesOverEndpointsWithoutAPod() {
        var bare = slice("store-0", "{\"addresses\": [\"10.0.0.1\"]}");
        assertThat(KubernetesSource.endpoints("store", List.of(bare)).get(0)).isEmpty();
    }
}
