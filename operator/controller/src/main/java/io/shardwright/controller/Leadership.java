package io.shardwright.controller;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process acts at a time: the one that holds the Lease. A process that loses it ends at once; one that is stopped gives
 * it back, so that the next needn't wait for it to expire.
 */
final class Leadership {
    /** Name of the Lease. */
    static final String LEASE = "shardwright-operator";

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private final AtomicBoolean stopping = new AtomicBoolean();

    Leadership(KubernetesClient client, String namespace, String identity) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                // The framework's own exit would wait for itself where the process is stopping already.
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(
                        () -> LOG.info("leading"),
                        this::lost,
                        leader -> LOG.atInfo().addKeyValue("leader", leader).log("the leader is")))
                .build();
    }

    private void lost() {
        if (!stopping.get()) {
            LOG.error("lost the lease, ending");
            Runtime.getRuntime().halt(1);
        }
    }

    /** From now on the end of leadership is expected. */
    void stopping() {
        stopping.set(true);
    }

    /** Gives the Lease back if this process holds it. */
    void release() {
        try {
            var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                client.resource(released(lease)).update();
                LOG.info("released the lease");
            }
        } catch (KubernetesClientException e) {
            LOG.warn("can't release the lease, it expires by itself: {}", e.getMessage());
        }
    }

    private static Lease released(Lease lease) {
        return lease.edit()
                .editSpec()
                .withHolderIdentity("")
                .withLeaseDurationSeconds(1)
                .endSpec()
                .build();
    }
}
