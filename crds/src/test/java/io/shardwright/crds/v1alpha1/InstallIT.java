package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServer.KubectlResult;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The install manifests against a real API server. */
@ExtendWith(ApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // installs once
class InstallIT {

    private static final String NAMESPACE = "shardwright-system";
    private static final String ACCOUNT = "shardwright-operator";

    private final ApiServer server;
    private final KubectlResult installation;

    InstallIT(ApiServer server) {
        this.server = server;
        this.installation = server.kubectl("apply", "--kustomize", "../manifests/install");
    }

    @Test
    void oneCommandInstallsEverythingWithoutWarnings() {
        assertThat(installation.exitCode()).as(installation.output()).isZero();
        assertThat(installation.output())
                .contains(
                        "customresourcedefinition.apiextensions.k8s.io/shardsets.shardwright.io",
                        "deployment.apps/shardwright-operator")
                .doesNotContain("would violate PodSecurity");
    }

    @Test
    void secondInstallationChangesNothing() {
        assertThat(server.kubectl("apply", "--kustomize", "../manifests/install")
                        .output()
                        .lines())
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" unchanged"));
    }

    @ParameterizedTest
    @CsvSource({
        "shardwright.io, shardsets, '', watch",
        "shardwright.io, shardsets, status, patch",
        "shardwright.io, partitionmaps, '', update",
        "shardwright.io, rebalances, '', create",
        "shardwright.io, rebalances, '', delete",
        "shardwright.io, rebalances, status, patch",
        "apps, statefulsets, '', patch",
        "apps, deployments, '', create",
        "policy, poddisruptionbudgets, '', delete",
        "'', pods, '', delete",
        "'', persistentvolumeclaims, '', delete",
        "'', persistentvolumeclaims, '', patch",
        "storage.k8s.io, storageclasses, '', watch",
        "'', events, '', create",
    })
    void operatorMayDoWhatItNeedsInEveryNamespace(String group, String resource, String subresource, String verb) {
        assertThat(isAllowed("default", group, resource, subresource, verb)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "shardwright.io, shardsets, '', create",
        "shardwright.io, shardsets, '', update",
        "shardwright.io, shardsets, '', patch",
        "shardwright.io, shardsets, '', delete",
        "shardwright.io, rebalances, '', update",
        "shardwright.io, rebalances, '', patch",
        "'', secrets, '', get",
        "'', pods, exec, create",
        "'', pods, '', create",
        "'', pods, '', patch",
        "'', persistentvolumeclaims, '', create",
        "storage.k8s.io, storageclasses, '', patch",
        "'', nodes, '', patch",
        "rbac.authorization.k8s.io, clusterroles, '', create",
        "rbac.authorization.k8s.io, roles, '', escalate",
        "coordination.k8s.io, leases, '', update",
    })
    void operatorMayDoNothingElse(String group, String resource, String subresource, String verb) {
        assertThat(isAllowed("default", group, resource, subresource, verb)).isFalse();
    }

    @Test
    void operatorCanPublishAStatusByServerSideApply() {
        try (KubernetesClient operator = server.clientAs(NAMESPACE, ACCOUNT);
                TestNamespace namespace = TestNamespace.on(server)) {
            namespace.create(
                    Documents.read(Documents.EXAMPLES.resolve("minimal.yaml")).getFirst());
            ShardSet patch = new ShardSet();
            patch.getMetadata().setName("minimal");
            patch.getMetadata().setNamespace(namespace.name());
            patch.setStatus(new ShardSetStatus(
                    1L, List.of(), 3, "a=b", 1L, new ShardSummary(3, 0, 0), List.of(), List.of(), null, null, null));

            ShardSet published = operator.resource(patch)
                    .subresource("status")
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("shardwright-operator")
                            .build());

            assertThat(published.getStatus()).isEqualTo(patch.getStatus());
            assertThat(published.getSpec().shards()).isEqualTo(3);
        }
    }

    @Test
    void operatorMayHoldTheLeaseInItsOwnNamespace() {
        assertThat(isAllowed(NAMESPACE, "coordination.k8s.io", "leases", "", "update"))
                .isTrue();
    }

    @Test
    void operatorCanGrantRoutersWhatTheyReadAndNoMore() {
        try (KubernetesClient operator = server.clientAs(NAMESPACE, ACCOUNT);
                TestNamespace namespace = TestNamespace.on(server)) {
            Role readsMaps = role("router", "shardwright.io", "partitionmaps");
            assertThat(operator.resource(readsMaps)
                            .inNamespace(namespace.name())
                            .create())
                    .isNotNull();
            Role readsEndpoints = role("endpoints", "discovery.k8s.io", "endpointslices");
            assertThat(operator.resource(readsEndpoints)
                            .inNamespace(namespace.name())
                            .create())
                    .isNotNull();
            Role readsSecrets = role("secrets", "", "secrets");
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> operator.resource(readsSecrets)
                            .inNamespace(namespace.name())
                            .create())
                    .withMessageContaining("is attempting to grant RBAC permissions not currently held");
        }
    }

    private static Role role(String name, String group, String resource) {
        return new RoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(new PolicyRuleBuilder()
                        .withApiGroups(group)
                        .withResources(resource)
                        .withVerbs("get", "list", "watch")
                        .build())
                .build();
    }

    private boolean isAllowed(String namespace, String group, String resource, String subresource, String verb) {
        try (KubernetesClient operator = server.clientAs(NAMESPACE, ACCOUNT)) {
            return operator.resource(new SelfSubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withNewResourceAttributes()
                            .withNamespace(namespace)
                            .withGroup(group)
                            .withResource(resource)
                            .withSubresource(subresource)
                            .withVerb(verb)
                            .endResourceAttributes()
                            .endSpec()
                            .build())
                    .create()
                    .getStatus()
                    .getAllowed();
        }
    }
}
