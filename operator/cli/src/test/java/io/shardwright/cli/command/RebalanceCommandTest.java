package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rebalance} with a kubectl that answers what is written here, and notes what it was called with. */
class RebalanceCommandTest {
    private static final Pattern BLOCK = Pattern.compile("```text\\n\\$ kubectl shards (rebalance .*)\\n((?s:.*?))```");
    private static final String HASH = "3f9ac2d17b60e815";
    private static final String OLDER_HASH = "90b1d3c2a4e5f607";

    @TempDir
    Path folder;

    private static String rebalance(String name, String phase, int percent, String more) {
        int done = percent * 64 / 100;
        String hash = name.endsWith("-r1") ? OLDER_HASH : HASH;
        return """
                {"apiVersion": "shardwright.io/v1alpha1", "kind": "Rebalance", "metadata": {"name": "%s"},
                 "spec": {"shardSet": "store", "paused": false, "abort": false,
                  "plan": {"hash": "%s", "weights": "0", "epochSum": 256, "partitions": 256, "moves": 64,
                   "movesLowerBound": 64, "bytes": 12582912, "maxOverFairBefore": "1.34", "maxOverFairAfter": "1.00",
                   "target": [{"shard": 0, "ranges": "0-127"}]}},
                 "status": {"phase": "%s", "planHash": "%s", "percent": %d, "moves": "%d/64",
                  "bytes": "%.1f/12.0 MiB", "figures": {"movesDone": %d, "moves": 64}, %s}}
                """.formatted(name, hash, phase, hash, percent, done, percent * 0.12, done, more);
    }

    private static final String RUNNING = rebalance(
            "store-r2",
            "Running",
            50,
            "\"eta\": \"12 s\", \"message\": \"partitions move to the shards that should own them\", "
                    + "\"blocked\": [{\"from\": 0, \"to\": 4, \"partitions\": 11, \"reason\": \"shard 4 has no leader that a majority confirms\"}]");
    private static final String COMPLETED = rebalance(
            "store-r1",
            "Completed",
            100,
            "\"message\": \"every partition is where the plan wants it, at epoch 9\", \"reachedEpoch\": 9");
    private static final String AWAITING = rebalance(
            "store-r2",
            "AwaitingApproval",
            0,
            "\"message\": \"nothing moves until spec.approvedPlan is " + HASH + "\"");

    private Surroundings kubectl(String script) throws IOException {
        var program = folder.resolve("kubectl");
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >>" + folder + "/called\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Surroundings(Map.of(), program.toString());
    }

    /** Gives one answer after the other to {@code get}, the last one for ever. */
    private Surroundings answering(String... answers) throws IOException {
        for (int i = 0; i < answers.length; i++) {
            Files.writeString(folder.resolve("answer" + i), answers[i]);
        }
        return kubectl("""
                cd %s
                case $1 in patch) exit 0 ;; esac
                n=$(cat n 2>/dev/null || echo 0)
                cat answer$n
                [ $n -lt %d ] && echo $((n + 1)) >n
                exit 0""".formatted(folder, answers.length - 1));
    }

    private static String list(String... items) {
        return "{\"kind\": \"List\", \"items\": [" + String.join(",", items) + "]}";
    }

    private String called() throws IOException {
        return Files.readString(folder.resolve("called"));
    }

    static Stream<Arguments> blocks() throws IOException {
        return BLOCK
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> Arguments.of(block.group(1), block.group(2)))
                .toList()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void printsWhatTheReadmeShows(String arguments, String output) throws IOException {
        var cluster = arguments.contains("list")
                ? answering(list(RUNNING, COMPLETED))
                : arguments.contains("watch")
                        ? answering(RUNNING, COMPLETED.replace("store-r1", "store-r2"))
                        : answering(RUNNING);
        var invocation = Invocation.with(cluster, arguments.split(" "));
        assertThat(invocation.out() + invocation.err()).isEqualTo(output);
    }

    @Test
    void theReadmeShowsSome() throws IOException {
        assertThat(blocks()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void asksForTheRebalancesOfOneShardSetInOneNamespace() throws IOException {
        var invocation = Invocation.with(
                answering(list()), "rebalance", "list", "--shardset", "store", "-n", "shop", "--context", "blue");
        assertThat(invocation.out()).isEqualTo("no rebalances\n");
        assertThat(called())
                .contains(
                        "get rebalances.shardwright.io --selector=shardwright.io/shardset=store",
                        "--namespace=shop",
                        "--context=blue");
    }

    @Test
    void machineFormsHoldEverything() throws IOException {
        assertThat(Invocation.with(answering(RUNNING), "rebalance", "show", "store-r2", "-o", "json")
                        .out())
                .contains(
                        "\"plan\": \"" + HASH + "\"",
                        "\"movesDone\": 32",
                        "\"ranges\": \"0-127\"",
                        "\"reason\": \"shard 4");
        assertThat(Invocation.with(answering(list(RUNNING)), "rebalance", "list", "-o", "yaml")
                        .out())
                .contains("rebalances:", "phase: Running", "percent: 50");
    }

    @Test
    void approvesByTheHashThatIsStated() throws IOException {
        var invocation = Invocation.with(answering(AWAITING), "rebalance", "approve", "store-r2", "--plan", HASH);
        assertThat(invocation.exitCode()).isZero();
        assertThat(called())
                .contains("patch rebalances.shardwright.io/store-r2 --type=merge --patch={\"spec\":{\"approvedPlan\":\""
                        + HASH + "\"}}");
    }

    @Test
    void refusesAnotherHashInOneLineAndWritesNothing() throws IOException {
        var invocation =
                Invocation.with(answering(AWAITING), "rebalance", "approve", "store-r2", "--plan", "ffffffffffffffff");
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.err())
                .isEqualTo("--plan: ffffffffffffffff is not the plan of Rebalance store-r2, which is " + HASH
                        + ": look at it with kubectl shards rebalance show store-r2\n");
        assertThat(called()).doesNotContain("patch");
    }

    @Test
    void withoutATerminalItNeedsTheHashOrYes() throws IOException {
        var refused = Invocation.with(answering(AWAITING), "rebalance", "approve", "store-r2");
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains("--yes", HASH);
        assertThat(Invocation.with(answering(AWAITING), "rebalance", "approve", "store-r2", "--yes")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n", ""})
    void onATerminalItShowsThePlanAndAsks(String answer) throws IOException {
        var silent = answering(AWAITING);
        var asked = new Surroundings(silent.environment(), silent.kubectl(), Optional.of(() -> answer));
        var invocation = Invocation.with(asked, "rebalance", "approve", "store-r2");
        assertThat(invocation.out()).contains("0 of 64 partitions, 0 % (minimum 64)", "approve this plan? [y/N]");
        assertThat(called().contains("patch")).isEqualTo(answer.equals("y"));
        assertThat(invocation.exitCode()).isEqualTo(answer.equals("y") ? ExitCodes.OK : ExitCodes.REFUSED);
    }

    @Test
    void nothingIsDecidedOfOneThatIsOver() throws IOException {
        for (String decision : new String[] {"approve", "abort", "pause", "resume"}) {
            var invocation = Invocation.with(answering(COMPLETED), "rebalance", decision, "store-r1");
            assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
            assertThat(invocation.err()).startsWith("Rebalance store-r1 is over: Completed: every partition");
        }
        assertThat(called()).doesNotContain("patch");
    }

    @Test
    void abortsPausesAndResumes() throws IOException {
        Invocation.with(answering(RUNNING), "rebalance", "abort", "store-r2");
        Invocation.with(answering(RUNNING), "rebalance", "pause", "store-r2");
        Invocation.with(answering(RUNNING), "rebalance", "resume", "store-r2");
        assertThat(called())
                .contains("--patch={\"spec\":{\"abort\":true}}")
                .contains("--patch={\"spec\":{\"paused\":true}}")
                .contains("--patch={\"spec\":{\"paused\":false}}");
    }

    @Test
    void whatTheApiServerRefusesIsSaidInOneLine() throws IOException {
        Files.writeString(folder.resolve("answer"), AWAITING);
        var cluster =
                kubectl("case $1 in patch) echo 'forbidden: no rights' >&2; exit 1 ;; esac; cat " + folder + "/answer");
        var invocation = Invocation.with(cluster, "rebalance", "approve", "store-r2", "--plan", HASH);
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(invocation.err()).isEqualTo("Rebalance store-r2: forbidden: no rights\n");
    }

    @Test
    void whatIsMissingNeedsAnotherCluster() throws IOException {
        var absent = Invocation.with(answering(""), "rebalance", "show", "store-r9");
        assertThat(absent.exitCode()).isEqualTo(ExitCodes.NO_CLUSTER);
        assertThat(absent.err()).startsWith("the cluster has no Rebalance store-r9 in this namespace");
        assertThat(Invocation.with(kubectl("echo refused >&2; exit 1"), "rebalance", "list")
                        .exitCode())
                .isEqualTo(ExitCodes.NO_CLUSTER);
        assertThat(Invocation.with(answering(list()), "rebalance", "watch", "--shardset", "store")
                        .exitCode())
                .isEqualTo(ExitCodes.NO_CLUSTER);
        assertThat(Invocation.of("rebalance", "watch").exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(Invocation.of("rebalance").exitCode()).isZero();
    }

    @Test
    void watchingOneThatIsAbortedEndsWithARefusal() throws IOException {
        var aborted = rebalance(
                "store-r2", "Aborted", 50, "\"message\": \"stopped at epoch 12: 32 of 64 partitions have moved\"");
        var invocation = Invocation.with(answering(RUNNING, aborted), "rebalance", "watch", "store-r2");
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(invocation.err())
                .isEqualTo("Rebalance store-r2 is Aborted: stopped at epoch 12: 32 of 64 partitions have moved\n");
    }

    @Test
    void watchingAShardSetGoesOnWithTheNextOne() throws IOException {
        var superseded = rebalance("store-r2", "Superseded", 10, "\"message\": \"void\"");
        var next = rebalance("store-r10", "Completed", 100, "\"message\": \"done\"");
        var invocation = Invocation.with(
                answering(list(superseded), list(superseded, next)), "rebalance", "watch", "--shardset", "store");
        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).contains("store-r2  Superseded", "store-r10  Completed");
    }

    @Test
    void drawsBarsOnATerminal() throws IOException {
        var silent = answering(RUNNING, COMPLETED.replace("store-r1", "store-r2"));
        var terminal = new Surroundings(silent.environment(), silent.kubectl(), Optional.of(() -> ""));
        assertThat(Invocation.with(terminal, "rebalance", "watch", "store-r2").out())
                .startsWith(
                        "store-r2  [###############---------------]  Running  32/64 moves, 50 %, 6.0/12.0 MiB, about 12 s left")
                .contains("\u001b[1A" + "store-r2  [##############################]  Completed  64/64 moves, 100 %");
    }

    @Test
    void saysBelowTheBarWhatIsWaitedFor() throws IOException {
        var waiting = rebalance(
                "store-r2",
                "AwaitingApproval",
                0,
                "\"message\": \"nothing moves until spec.approvedPlan is 3f9ac2d17b60e815, which a person has to look at\"");
        var blocked = rebalance(
                "store-r2",
                "Running",
                50,
                "\"blocked\": [{\"from\": 0, \"to\": 3, \"partitions\": 8, \"reason\": \"shard 3: a replica is being replaced\"}]");
        var silent = answering(waiting, blocked, COMPLETED.replace("store-r1", "store-r2"));
        var terminal = new Surroundings(silent.environment(), silent.kubectl(), Optional.of(() -> ""));

        assertThat(Invocation.with(terminal, "rebalance", "watch", "store-r2").out())
                .contains("\n  nothing moves until spec.approvedPlan is 3f9ac2d17b60e815, which a person ha…\u001b[K\n")
                .contains("\u001b[1A\u001b[1Astore-r2  [####")
                .contains("\n  waits, shard 0 to 3: shard 3: a replica is being replaced\u001b[K\n")
                .endsWith("\u001b[J");
    }
}
