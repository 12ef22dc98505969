package io.shardwright.router.rig;

import io.shardwright.router.files.RouterFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real HAProxy, run as in a pod. */
public final class Haproxy implements AutoCloseable {
    private final Process process;

    /**
     * Starts it; it needs its configuration.
     *
     * @throws AssertionError naming the fix, if no HAProxy was named
     */
    public Haproxy(RouterFiles files) throws IOException {
        process = new ProcessBuilder(List.of(
                        binary(),
                        "-W",
                        "-S",
                        files.masterSocket() + ",mode,600",
                        "-f",
                        files.config().toString()))
                .redirectErrorStream(true)
                .redirectOutput(files.folder().resolve("haproxy.log").toFile())
                .start();
    }

    private static String binary() {
        String binary = System.getenv("HAPROXY_BIN");
        if (binary == null || !Files.isExecutable(java.nio.file.Path.of(binary))) {
            throw new AssertionError(
                    "HAPROXY_BIN is " + (binary == null ? "not set" : "'" + binary + "', no executable")
                            + ": set it to a HAProxy 3.0 or newer (`make test` does, from the one that it packs into the router's image)");
        }
        return binary;
    }

    /** Whether the process runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Kills master and worker, as a crash of the container would. */
    public void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
