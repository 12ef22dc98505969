package io.shardwright.controller.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.shardwright.contract.Contract;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.List;
import java.util.Map;

/** The objects of a ShardSet's router: a Service for clients, the proxies' Deployment, and what their agents may read. */
public final class RouterObjects {
    static final String HTTP = "http";

    private RouterObjects() {}

    /** The objects in the order in which to create them. */
    public static List<HasMetadata> of(ShardSet shardSet, String identity, RouterImages images) {
        return List.of(
                serviceAccount(shardSet),
                role(shardSet),
                roleBinding(shardSet),
                clientService(shardSet),
                disruptionBudget(shardSet),
                deployment(shardSet, identity, images));
    }

    /** The name of the router's Deployment, ServiceAccount and Role. */
    public static String name(ShardSet shardSet) {
        return shardSet.getMetadata().getName() + "-router";
    }

    private static Map<String, String> labels(ShardSet shardSet) {
        return Labels.of(shardSet, Labels.ROUTER_COMPONENT);
    }

    /** Named like the ShardSet: the one address that clients need. */
    static Service clientService(ShardSet shardSet) {
        return new ServiceBuilder()
                .withMetadata(Metadata.owned(shardSet, shardSet.getMetadata().getName(), labels(shardSet)))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Labels.selectingRouter(shardSet))
                .withPorts(new ServicePortBuilder()
                        .withName(HTTP)
                        .withPort(80)
                        .withNewTargetPort(Contract.DATA_PORT)
                        .withProtocol("TCP")
                        .build())
                .endSpec()
                .build();
    }

    static ServiceAccount serviceAccount(ShardSet shardSet) {
        return new ServiceAccountBuilder()
                .withMetadata(Metadata.owned(shardSet, name(shardSet), labels(shardSet)))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** Reads its own map and, since their names aren't known beforehand, the endpoints of the namespace. */
    static Role role(ShardSet shardSet) {
        return new RoleBuilder()
                .withMetadata(Metadata.owned(shardSet, name(shardSet), labels(shardSet)))
                .withRules(
                        new PolicyRuleBuilder()
                                .withApiGroups(ShardSet.GROUP)
                                .withResources("partitionmaps")
                                .withResourceNames(shardSet.getMetadata().getName())
                                .withVerbs("get", "list", "watch")
                                .build(),
                        new PolicyRuleBuilder()
                                .withApiGroups("discovery.k8s.io")
                                .withResources("endpointslices")
                                .withVerbs("get", "list", "watch")
                                .build())
                .build();
    }

    static RoleBinding roleBinding(ShardSet shardSet) {
        return new RoleBindingBuilder()
                .withMetadata(Metadata.owned(shardSet, name(shardSet), labels(shardSet)))
                .withNewRoleRef()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("Role")
                .withName(name(shardSet))
                .endRoleRef()
                .withSubjects(new SubjectBuilder()
                        .withKind("ServiceAccount")
                        .withName(name(shardSet))
                        .withNamespace(shardSet.getMetadata().getNamespace())
                        .build())
                .build();
    }

    /** One router at a time may be evicted. */
    static PodDisruptionBudget disruptionBudget(ShardSet shardSet) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Metadata.owned(shardSet, name(shardSet), labels(shardSet)))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(Labels.selectingRouter(shardSet))
                .endSelector()
                .endSpec()
                .build();
    }

    /** A new router pod is ready before an old one goes, so that an upgrade drops no request. */
    static Deployment deployment(ShardSet shardSet, String identity, RouterImages images) {
        return new DeploymentBuilder()
                .withMetadata(Metadata.owned(shardSet, name(shardSet), labels(shardSet)))
                .withNewSpec()
                .withReplicas(shardSet.getSpec().router().replicas())
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(1))
                .withMaxUnavailable(new IntOrString(0))
                .endRollingUpdate()
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(Labels.selectingRouter(shardSet))
                .endSelector()
                .withTemplate(RouterPodTemplate.of(shardSet, identity, images))
                .endSpec()
                .build();
    }
}
