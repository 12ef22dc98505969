package io.shardwright.e2e.fault;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Breaks things in a cluster whose nodes are containers: real processes get real signals. */
public final class Faults {
    private static final String OPERATOR = "shardwright-operator";
    private static final String APP = "app";

    private final TestCluster cluster;

    /** Faults in that cluster. */
    public Faults(TestCluster cluster) {
        this.cluster = cluster;
        if (!cluster.hasContainerNodes()) {
            throw new IllegalStateException(
                    "these tests send signals to processes on the nodes, which must be containers"
                            + " of a reachable Docker daemon: use the cluster of `make cluster-up`");
        }
    }

    /** Sends SIGKILL to the main process of a container. */
    public void kill(String namespace, String pod, String container) {
        ContainerProcess.of(cluster, namespace, pod, container).kill();
    }

    /** Stops a replica of a shard with SIGSTOP until what this returns is closed. */
    public Running stop(Store store, String pod) {
        return ContainerProcess.of(cluster, store.namespace(), pod, APP).stop();
    }

    /** Sends SIGKILL to the leader of a shard, and says which pod it was. */
    public String killLeader(Store store, int shard) {
        String leader = store.leader(shard);
        kill(store.namespace(), leader, APP);
        return leader;
    }

    /** Sends SIGKILL to a pod's application and lets its StatefulSet replace it, see {@link #killOperator}. */
    public void killAndReplace(Store store, String pod) {
        kill(store.namespace(), pod, APP);
        client().pods()
                .inNamespace(store.namespace())
                .withName(pod)
                .withGracePeriod(0)
                .delete();
    }

    /**
     * Sends SIGKILL to the operator's process, if one runs, and deletes its pod, so that the next one doesn't wait for the
     * kubelet's growing pause between restarts.
     *
     * @return whether one ran
     */
    public boolean killOperator() {
        boolean killed = false;
        for (Pod pod : operatorPods()) {
            boolean isRunning = pod.getStatus().getContainerStatuses().stream()
                    .anyMatch(c -> c.getState().getRunning() != null);
            if (isRunning && pod.getMetadata().getDeletionTimestamp() == null) {
                kill(TestCluster.OPERATOR_NAMESPACE, pod.getMetadata().getName(), "operator");
                client().resource(pod).withGracePeriod(0).delete();
                killed = true;
            }
        }
        return killed;
    }

    /** Scales the operator's Deployment to zero, and waits until its last process is gone. */
    public void stopOperator() {
        scaleOperator(0);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!operatorPods().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the operator did not stop within 60 s");
            }
            Store.pause(Duration.ofMillis(200));
        }
    }

    /** Scales the operator's Deployment to one, and waits until it is ready. */
    public void startOperator() {
        scaleOperator(1);
        client().apps()
                .deployments()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(OPERATOR)
                .waitUntilReady(90, TimeUnit.SECONDS);
    }

    private void scaleOperator(int replicas) {
        client().apps()
                .deployments()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(OPERATOR)
                .scale(replicas);
    }

    private List<Pod> operatorPods() {
        return client().pods()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withLabel("app.kubernetes.io/name", OPERATOR)
                .list()
                .getItems();
    }

    /** Deletes a pod and its volume, so that the next pod of that name starts with an empty disk. */
    public void deleteWithVolume(Store store, String pod) {
        String claim = "data-" + pod;
        client().persistentVolumeClaims()
                .inNamespace(store.namespace())
                .withName(claim)
                .delete();
        client().pods()
                .inNamespace(store.namespace())
                .withName(pod)
                .withGracePeriod(0)
                .delete();
        client().persistentVolumeClaims()
                .inNamespace(store.namespace())
                .withName(claim)
                .waitUntilCondition(
                        c -> c == null || c.getMetadata().getDeletionTimestamp() == null, 90, TimeUnit.SECONDS);
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
