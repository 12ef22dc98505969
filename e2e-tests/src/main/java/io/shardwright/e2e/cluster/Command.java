package io.shardwright.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A finished command.
 *
 * @param exitCode its exit code
 * @param output what it printed, on both streams
 */
public record Command(int exitCode, String output) {
    /**
     * Runs a command.
     *
     * @throws IllegalStateException if it can't be started or lasts longer than the limit
     */
    public static Command run(Duration limit, List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var reader = new java.util.concurrent.FutureTask<>(
                    () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            Thread.ofVirtual().start(reader);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("'" + String.join(" ", words) + "' took longer than " + limit);
            }
            return new Command(process.exitValue(), reader.get());
        } catch (IOException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("'" + String.join(" ", words) + "' could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The output of a command that must succeed. */
    public static String output(String... words) {
        Command done = run(Duration.ofMinutes(2), List.of(words));
        if (done.exitCode() != 0) {
            throw new IllegalStateException(
                    "'" + String.join(" ", words) + "' ended with " + done.exitCode() + ": " + done.output());
        }
        return done.output();
    }
}
