package io.shardwright.cli.cluster;

import io.shardwright.cli.input.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks a cluster through kubectl, which this is a plugin of: so contexts, credentials and their helpers are exactly
 * kubectl's. It never waits for longer than {@value #SECONDS} seconds.
 */
public final class Kubectl {
    private static final int SECONDS = 4;
    private static final Duration REQUEST = Duration.ofSeconds(2);

    private static final String REBALANCES = "rebalances.shardwright.io";

    private final String program;

    /** @param program name or path of kubectl */
    public Kubectl(String program) {
        this.program = program;
    }

    /** The ShardSet and the PartitionMap of a name, as far as they exist. */
    public ClusterAnswer shardSetAndMap(ClusterAccess access, String name) {
        return get(
                access,
                "shardsets.shardwright.io/" + name,
                "partitionmaps.shardwright.io/" + name,
                "--ignore-not-found");
    }

    /** All nodes. */
    public ClusterAnswer nodes(ClusterAccess access) {
        return get(access, "nodes");
    }

    /** The pods of a ShardSet, then all nodes, if this account may list nodes; else the pods alone. */
    public ClusterAnswer podsAndNodes(ClusterAccess access, String name) {
        var pods = get(access, "pods", "--selector=shardwright.io/shardset=" + name);
        var nodes = nodes(access);
        return pods instanceof ClusterAnswer.Resources(InputFile podText)
                        && nodes instanceof ClusterAnswer.Resources(InputFile nodeText)
                ? new ClusterAnswer.Resources(
                        new InputFile(podText.source(), podText.text() + "\n---\n" + nodeText.text()))
                : pods;
    }

    /** The Rebalances of a ShardSet, or of all of the namespace. */
    public ClusterAnswer rebalances(ClusterAccess access, Optional<String> shardSet) {
        return shardSet.isEmpty()
                ? get(access, REBALANCES)
                : get(access, REBALANCES, "--selector=shardwright.io/shardset=" + shardSet.get());
    }

    /** The Rebalance of a name, if it exists. */
    public ClusterAnswer rebalance(ClusterAccess access, String name) {
        return get(access, REBALANCES + "/" + name, "--ignore-not-found");
    }

    /**
     * Changes the Rebalance of a name.
     *
     * @param patch a JSON merge patch
     * @return why it isn't changed; empty if it is
     */
    public Optional<String> patchRebalance(ClusterAccess access, String name, String patch) {
        var answer = ask(
                access, List.of("patch", REBALANCES + "/" + name, "--type=merge", "--patch=" + patch, "--output=name"));
        return switch (answer) {
            case ClusterAnswer.Unreachable(String why) -> Optional.of(why);
            case ClusterAnswer.Resources done -> Optional.empty();
        };
    }

    private ClusterAnswer get(ClusterAccess access, String... what) {
        var words = new ArrayList<>(List.of("get"));
        words.addAll(Arrays.asList(what));
        words.add("--output=json");
        return ask(access, words);
    }

    private ClusterAnswer ask(ClusterAccess access, List<String> words) {
        var command = new ArrayList<>(List.of(program));
        command.addAll(words);
        command.add("--request-timeout=" + REQUEST.toSeconds() + "s");
        command.addAll(access.options());
        try {
            return run(command);
        } catch (IOException e) {
            return new ClusterAnswer.Unreachable(program + " can't be run, is it on PATH?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ClusterAnswer.Unreachable("interrupted");
        }
    }

    private static ClusterAnswer run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).start();
        try {
            process.getOutputStream().close();
            var output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            var errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return new ClusterAnswer.Unreachable("no answer within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                return new ClusterAnswer.Unreachable(lastLine(errors.get()));
            }
            return new ClusterAnswer.Resources(new InputFile("the cluster", output.get()));
        } catch (ExecutionException e) {
            return new ClusterAnswer.Unreachable("its answer can't be read");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readNBytes(InputFile.MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((first, second) -> second)
                .orElse("kubectl failed");
    }
}
