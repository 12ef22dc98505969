package io.shardwright.e2e.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;

/** The router pods of a store. */
public final class Routers {
    private final Store store;

    /** Those of that store. */
    public Routers(Store store) {
        this.store = store;
    }

    /** Names of the pods that take requests, in order. */
    public List<String> ready() {
        return store
                .cluster()
                .client()
                .pods()
                .inNamespace(store.namespace())
                .withLabel("shardwright.io/shardset", store.name())
                .withLabel("app.kubernetes.io/component", "router")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && isReady(pod))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Waits until as many are ready as there should be. */
    public void awaitAll(Duration limit) {
        int wanted = store.resource().getSpec().router().replicas();
        store.await("all routers of " + store.name() + " are ready", limit, () -> ready().size() == wanted);
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
