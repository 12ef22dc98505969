package io.shardwright.crds.apiserver;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program that tests against an API server need, found by an environment variable. */
public enum Binary {
    /** The store of the API server. */
    ETCD("ETCD_BIN"),
    /** The API server. */
    KUBE_APISERVER("KUBE_APISERVER_BIN"),
    /** The command line that users have. */
    KUBECTL("KUBECTL_BIN");

    private final String variable;

    Binary(String variable) {
        this.variable = variable;
    }

    /**
     * Where the program is.
     *
     * @throws IllegalStateException if the environment doesn't say, or says wrong
     */
    public Path path() {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(variable + " is not set: tests against a real API server need ETCD_BIN, "
                    + "KUBE_APISERVER_BIN and KUBECTL_BIN. `make test` sets them.");
        }
        Path path = Path.of(value);
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(variable + " is " + path + ", which is not an executable file");
        }
        return path;
    }
}
