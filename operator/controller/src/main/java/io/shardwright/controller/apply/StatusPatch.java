package io.shardwright.controller.apply;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Server-side apply of a status alone. */
public final class StatusPatch {
    private StatusPatch() {}

    /**
     * Writes the status of an object and nothing else of it.
     *
     * @param empty a new object of its type, which gets the name and the status
     * @return the object as it is now
     * @throws KubernetesClientException if the API server refuses it
     */
    public static <S, T extends CustomResource<?, S>> T apply(
            KubernetesClient client, T empty, String namespace, String name, S status) {
        empty.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        empty.setStatus(status);
        return client.resource(empty)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(ObjectApplier.FIELD_MANAGER)
                        .withForce(true)
                        .build());
    }
}
