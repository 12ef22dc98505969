package io.shardwright.router.files;

import java.nio.file.Path;

/**
 * The files that the agent and HAProxy share, all in one folder in memory.
 *
 * @param folder the shared folder, {@link #FOLDER} in a pod
 */
public record RouterFiles(Path folder) {
    /** Where the operator mounts the shared folder. */
    public static final Path FOLDER = Path.of("/run/router");

    /** HAProxy's configuration. Always such that a HAProxy started from it serves at once. */
    public Path config() {
        return folder.resolve("haproxy.cfg");
    }

    /** Owner and epoch of each partition, in HAProxy's format of maps. */
    public Path owners() {
        return folder.resolve("owners.map");
    }

    /** Percent-decoder for what HAProxy's own refuses. */
    public Path decoder() {
        return folder.resolve("decode.lua");
    }

    /** HAProxy's runtime socket, made by HAProxy. */
    public Path adminSocket() {
        return folder.resolve("admin.sock");
    }

    /** Socket of HAProxy's master process, made by HAProxy because its command line says so. */
    public Path masterSocket() {
        return folder.resolve("master.sock");
    }

    /** What the agent knew last. */
    public Path cache() {
        return folder.resolve("view.json");
    }
}
