package io.shardwright.cli.command;

import io.shardwright.cli.cluster.ClusterAccess;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.rebalance.Rebalances;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which cluster is asked. */
final class ClusterOptions {
    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "As of kubectl.")
    @Nullable
    String kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "As of kubectl.")
    @Nullable
    String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "As of kubectl.")
    @Nullable
    String namespace;

    /** The Rebalances of the cluster that the options choose. */
    Rebalances rebalances(Surroundings surroundings) {
        return new Rebalances(new Kubectl(surroundings.kubectl()), access());
    }

    /** The cluster that the options choose. */
    ClusterAccess access() {
        return new ClusterAccess(
                Optional.ofNullable(kubeconfig), Optional.ofNullable(context), Optional.ofNullable(namespace));
    }
}
