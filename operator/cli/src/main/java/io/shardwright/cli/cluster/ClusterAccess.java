package io.shardwright.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster to ask, as kubectl takes it.
 *
 * @param kubeconfig file; empty for KUBECONFIG or the default one
 * @param context in that file; empty for its current one
 * @param namespace empty for the context's
 */
public record ClusterAccess(Optional<String> kubeconfig, Optional<String> context, Optional<String> namespace) {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** Whether a cluster is configured at all. Nothing is asked where none is. */
    public boolean isConfigured(Map<String, String> environment) {
        boolean named = kubeconfig.isPresent()
                || context.isPresent()
                || !environment.getOrDefault("KUBECONFIG", "").isEmpty();
        String home = environment.getOrDefault("HOME", "");
        return named
                || (!home.isEmpty() && Files.exists(Path.of(home, ".kube", "config")))
                || Files.exists(SERVICE_ACCOUNT);
    }

    /** This access in another namespace, unless one was named. */
    public ClusterAccess orNamespace(Optional<String> other) {
        return new ClusterAccess(kubeconfig, context, namespace.or(() -> other));
    }

    /** The options of kubectl that choose the same. */
    List<String> options() {
        var options = new ArrayList<String>();
        kubeconfig.ifPresent(file -> options.add("--kubeconfig=" + file));
        context.ifPresent(name -> options.add("--context=" + name));
        namespace.ifPresent(name -> options.add("--namespace=" + name));
        return options;
    }
}
