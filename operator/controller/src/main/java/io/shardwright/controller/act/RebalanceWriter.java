package io.shardwright.controller.act;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.apply.StatusPatch;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Rebalances: a plan once, then its status alone, which is small. */
final class RebalanceWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RebalanceWriter.class);

    private final KubernetesClient client;

    RebalanceWriter(KubernetesClient client) {
        this.client = client;
    }

    /** Writes; gives what is worth an Event. */
    Optional<Outcome.News> write(ShardSet shardSet, RebalanceWrite write, ObjectStore store) {
        var id = new ResourceID(write.name(), shardSet.getMetadata().getNamespace());
        Optional<Rebalance> written = Optional.empty();
        switch (write) {
            case RebalanceWrite.Create create -> {
                var created = client.resource(create.rebalance()).create();
                store.written(Rebalance.class, created, Optional.empty());
                written = Optional.of(created);
            }
            case RebalanceWrite.Report report -> {
                var before = store.get(Rebalance.class, id);
                var reported = StatusPatch.apply(
                        client, new Rebalance(), id.getNamespace().orElseThrow(), id.getName(), report.status());
                store.written(Rebalance.class, reported, before);
                written = Optional.of(reported);
            }
            case RebalanceWrite.Forget forget ->
                client.resources(Rebalance.class)
                        .inNamespace(id.getNamespace().orElseThrow())
                        .withName(id.getName())
                        .delete();
        }
        write.notice()
                .ifPresent(notice -> LOG.atInfo()
                        .addKeyValue("namespace", id.getNamespace().orElse(""))
                        .addKeyValue("name", id.getName())
                        .addKeyValue("reason", notice.reason())
                        .log(notice.message()));
        return written.flatMap(rebalance -> write.notice().map(notice -> new Outcome.News(rebalance, notice)));
    }
}
