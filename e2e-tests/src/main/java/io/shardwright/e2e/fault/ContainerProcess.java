package io.shardwright.e2e.fault;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.shardwright.e2e.cluster.TestCluster;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The main process of one run of a container, found on its node by the container's id. Neither a pod of the same name that
 * comes later nor the next run of the container is ever meant. Signals come from outside of the container, so that its main
 * process can't ignore SIGKILL and SIGSTOP (pid_namespaces(7)).
 */
final class ContainerProcess {
    private final TestCluster cluster;
    private final String node;
    private final String container;

    private ContainerProcess(TestCluster cluster, String node, String container) {
        this.cluster = cluster;
        this.node = node;
        this.container = container;
    }

    /**
     * The process that runs now.
     *
     * @param container of the pod, a sidecar among its init containers too
     * @throws IllegalStateException if the pod has no such container
     */
    static ContainerProcess of(TestCluster cluster, String namespace, String pod, String container) {
        Pod found = Objects.requireNonNull(
                cluster.client().pods().inNamespace(namespace).withName(pod).get(), pod);
        String id = Stream.concat(
                        found.getStatus().getContainerStatuses().stream(),
                        found.getStatus().getInitContainerStatuses().stream())
                .filter(status -> status.getName().equals(container))
                .map(ContainerStatus::getContainerID)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(pod + " has no container " + container));
        return new ContainerProcess(cluster, found.getSpec().getNodeName(), id.replaceFirst("^.*//", ""));
    }

    /** Sends SIGKILL; fails where the process is gone. */
    void kill() {
        cluster.onNode(node, pid() + "kill -9 $pid");
    }

    /**
     * Sends SIGSTOP, and returns once the process stands still. Closing what it returns sends SIGCONT, unless the kubelet has
     * ended the process meanwhile.
     */
    Running stop() {
        Running stopped = () -> cluster.onNode(node, pid() + "[ -z \"$pid\" ] || kill -CONT $pid");
        try {
            cluster.onNode(node, pid() + """
                    kill -STOP $pid
                    for try in 1 2 3 4 5 6 7 8 9 10; do
                      ! grep -q '^State:.*T' /proc/$pid/status || exit 0
                      sleep 0.2
                    done
                    echo "process $pid does not stop"
                    exit 1""");
        } catch (IllegalStateException e) {
            stopped.close();
            throw e;
        }
        return stopped;
    }

    /** Sets {@code pid}, to nothing where the process is gone. */
    private String pid() {
        return "pid=$(ctr --namespace k8s.io tasks list | awk '$1 == \"" + container + "\" {print $2}')\n";
    }
}
