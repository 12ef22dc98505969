package io.shardwright.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.shardwright.crds.apiserver.ApiServer;

/** A namespace for one test, and a client in it. The API server's end removes it. */
record TestNamespace(KubernetesClient client, String name) implements AutoCloseable {

    static TestNamespace on(ApiServer server) {
        KubernetesClient client = server.client();
        String name = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("test-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        return new TestNamespace(client, name);
    }

    /** Creates the document as kubectl does: unknown fields are errors. */
    void create(GenericKubernetesResource document) {
        client.genericKubernetesResources(document.getApiVersion(), document.getKind())
                .inNamespace(name)
                .resource(document)
                .fieldValidation(Validation.STRICT)
                .create();
    }

    /** Puts the document in the place of what is there, so that fields that it leaves out are removed. */
    void replace(GenericKubernetesResource document) {
        String resource = document.getMetadata().getName();
        if ("Scale".equals(document.getKind())) {
            int replicas = document.<Integer>get("spec", "replicas");
            client.resources(ShardSet.class)
                    .inNamespace(name)
                    .withName(resource)
                    .scale(replicas);
            return;
        }
        client.genericKubernetesResources(document.getApiVersion(), document.getKind())
                .inNamespace(name)
                .resource(document)
                .fieldValidation(Validation.STRICT)
                .update();
    }

    @Override
    public void close() {
        client.close();
    }
}
