package io.shardwright.e2e.halt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
    private static final String CLUSTER = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
    private static final String SETS = "/apis/apps/v1/namespaces/n/statefulsets";

    @ParameterizedTest
    @CsvSource({
        "POST,   /api/v1/namespaces/n/events,                            POST events",
        "POST,   " + SETS + ",                                           POST statefulsets",
        "PATCH,  " + SETS + "/store-0,                                   PATCH statefulsets",
        "PATCH,  /apis/shardwright.io/v1alpha1/namespaces/n/shardsets/s/status, PATCH shardsets/status",
        "PUT,    /apis/coordination.k8s.io/v1/namespaces/n/leases/l,     PUT leases",
        "DELETE, /api/v1/namespaces/n/pods/store-0-1,                    DELETE pods",
        "PATCH,  /api/v1/namespaces/n,                                   PATCH namespaces",
        "PATCH,  " + CLUSTER + "/r,                                      PATCH clusterroles",
        "GET,    /shard/v1/status,                                       GET status",
        "PUT,    /shard/v1/moves/7-2,                                    PUT moves",
        "POST,   /shard/v1/step-down,                                    POST step-down"
    })
    void aWriteOrAContractCallIsASiteByWhatItIsFor(String method, String path, String site) {
        assertThat(Site.of(method, path)).contains(new Site(site));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/namespaces/n/pods",
        "GET,  " + SETS + "/store-0",
        "HEAD, " + SETS,
        "GET,  /version",
        "GET,  /apis",
        "POST, /api/v1",
        "GET,  /"
    })
    void readsFromTheApiServerAreNone(String method, String path) {
        assertThat(Site.of(method, path)).isEmpty();
    }
}
