package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is used when one answers, and nothing fails or waits for long when none does. */
class ClusterTest {
    private static final String STORE = "../../manifests/examples/store.yaml";
    private static final Map<String, String> CONFIGURED = Map.of("KUBECONFIG", "/some/file");

    @TempDir
    Path folder;

    private Surroundings kubectl(String script) throws IOException {
        var program = folder.resolve("kubectl");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Surroundings(CONFIGURED, program.toString());
    }

    private Surroundings answering(String... resources) throws IOException {
        var answer = folder.resolve("answer");
        Files.writeString(answer, String.join("---\n", resources));
        return kubectl("echo \"$@\" >" + folder + "/called; cat " + answer);
    }

    @Test
    void startsFromTheMapOfTheCluster() throws IOException {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 3; partitions: 16"));
        var cluster =
                answering(Invocation.shardSet("shards: 2; partitions: 16"), MapText.of(16, 2, List.of("0-7", "8-15")));
        var invocation = Invocation.with(cluster, "plan", "-f", file.toString(), "-n", "shop", "--context", "blue");
        assertThat(invocation.out()).contains("now: map store at epoch 4, from the cluster", "moves     5 (minimum 5)");
        assertThat(folder.resolve("called"))
                .content()
                .contains(
                        "get shardsets.shardwright.io/store partitionmaps.shardwright.io/store",
                        "--namespace=shop",
                        "--context=blue",
                        "--request-timeout=2s");
    }

    @Test
    void weighsClassesByTheNodesThatTheySelect() throws IOException {
        var file = Invocation.file(
                folder,
                "s.yaml",
                Invocation.shardSet(
                        "shards: 2; partitions: 16; nodeClasses: [{name: large, shards: 1, nodeSelector: {k: big}}, "
                                + "{name: small, nodeSelector: {k: small}}]"));
        var map = Invocation.file(folder, "m.yaml", MapText.of(16, 2, List.of("0-7", "8-15")));
        var cluster = answering(node("a", "big", "8"), node("b", "big", "7900m"), node("c", "small", "2"));
        var words = List.of("plan", "-f", file.toString(), "--map", map.toString(), "--axis", "THROUGHPUT");
        assertThat(Invocation.with(cluster, words.toArray(String[]::new)).err())
                .contains("CPU of node classes large, small isn't known");
        var all = new java.util.ArrayList<>(words);
        all.add("--nodes");
        assertThat(Invocation.with(cluster, all.toArray(String[]::new)).out())
                .as("the smaller of the two large nodes")
                .contains("large     395  nodes", "CPU of 7900m on its nodes, 3.95 x the smallest");
        assertThat(Invocation.with(kubectl("echo no rights >&2; exit 1"), all.toArray(String[]::new))
                        .exitCode())
                .isEqualTo(ExitCodes.NO_CLUSTER);
    }

    @Test
    void nodesAreNotAskedForOffline() {
        var invocation = Invocation.of("plan", "-f", STORE, "--offline", "--nodes");
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.err()).startsWith("--nodes: asks the cluster, which --offline forbids");
    }

    private static String node(String name, String kind, String cpu) {
        return """
                apiVersion: v1
                kind: Node
                metadata: {name: %s, labels: {k: %s}}
                status: {allocatable: {cpu: "%s", memory: 1Gi}}
                """.formatted(name, kind, cpu);
    }

    @Test
    void refusesAnEditThatTheClusterWouldRefuse() throws IOException {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 3; partitions: 32"));
        var invocation = Invocation.with(
                answering(Invocation.shardSet("shards: 3; partitions: 16")), "plan", "-f", file.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(invocation.line(file))
                .isEqualTo(
                        "s.yaml:6: spec.partitions: partitions is immutable, because every key would change its place: "
                                + "keep 16, or create a new ShardSet");
    }

    @Test
    void leavesTheNumberOfShardsToTheClusterWhereTheFileDoes() throws IOException {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("partitions: 16"));
        var invocation = Invocation.with(
                answering(Invocation.shardSet("shards: 7; partitions: 16")), "plan", "-f", file.toString());
        assertThat(invocation.out())
                .contains("store: 7 shards", "note: the file leaves shards out, so it stays 7 as in the cluster");
    }

    @Test
    void keepsTheClassesThatShardsHaveInTheCluster() throws IOException {
        String spec = "shards: 2; partitions: 16; nodeClasses: [{name: a, shards: 1}, {name: b, shards: 1}]";
        String status = "status: {classes: [{name: a, shardRanges: \"1\"}, {name: b, shardRanges: \"0\"}]}\n";
        var invocation = Invocation.with(answering(Invocation.shardSet(spec) + status), "plan", "store");
        assertThat(invocation.out()).contains("0      b", "1      a");
    }

    @Test
    void computesAvailabilityFromThePodsOfTheCluster() throws IOException {
        String spec = "shards: 1; partitions: 16; router: {replicas: 1}";
        Files.writeString(
                folder.resolve("sets"), Invocation.shardSet(spec) + "---\n" + MapText.of(16, 1, List.of("0-15")));
        Files.writeString(folder.resolve("pods"), """
                {"kind": "List", "items": [
                  {"kind": "Pod", "metadata": {"labels": {"shardwright.io/shardset": "store", "app.kubernetes.io/component": "router"}}, "spec": {"nodeName": "a"}},
                  {"kind": "Pod", "metadata": {"labels": {"shardwright.io/shardset": "store", "shardwright.io/shard": "0"}}, "spec": {"nodeName": "a"}},
                  {"kind": "Pod", "metadata": {"labels": {"shardwright.io/shardset": "store", "shardwright.io/shard": "0"}}, "spec": {"nodeName": "a"}},
                  {"kind": "Pod", "metadata": {"labels": {"shardwright.io/shardset": "store", "shardwright.io/shard": "0"}}, "spec": {}}]}
                """);
        Files.writeString(folder.resolve("nodes"), """
                {"kind": "List", "items": [{"kind": "Node", "metadata": {"name": "a", "labels": {"topology.kubernetes.io/zone": "z"}}}]}
                """);
        var cluster =
                kubectl("case $2 in shardsets*) cat %1$s/sets ;; pods) cat %1$s/pods ;; nodes) cat %1$s/nodes ;; esac"
                        .formatted(folder));
        // Two of three replicas and the router stand and fall with one host: 99.5 %, less the take-overs.
        assertThat(Invocation.with(cluster, "availability", "store").out())
                .contains(
                        "ShardSet store, the pods in the cluster",
                        "each key  write            99.5 %",
                        "2 of 3 on 1 host and 1 nowhere");
    }

    @Test
    void plansFromNothingWhenNoClusterAnswers() throws IOException {
        var failing = kubectl("echo 'The connection to the server localhost:8080 was refused' >&2; exit 1");
        assertThat(Invocation.with(failing, "plan", "-f", STORE).out())
                .contains(
                        "assuming empty (no map is given, no cluster was reached: The connection to the server localhost:8080 was refused)");
        assertThat(Invocation.with(new Surroundings(CONFIGURED, "/no/such/kubectl"), "plan", "-f", STORE)
                        .out())
                .contains("no cluster was reached: /no/such/kubectl can't be run, is it on PATH?");
        assertThat(Invocation.with(failing, "plan", "-f", STORE, "--offline").out())
                .contains("(no map is given, --offline)");
        assertThat(Invocation.with(answering(""), "plan", "-f", STORE).out())
                .contains("the cluster has no map of this name");
    }

    @Test
    void endsSoonWhenTheClusterHangs() throws IOException {
        long start = System.nanoTime();
        var invocation = Invocation.with(kubectl("exec sleep 60"), "plan", "-f", STORE);
        assertThat(invocation.out()).contains("no cluster was reached: no answer within 4 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void saysThatAClusterIsNeededForANameAlone() throws IOException {
        var invocation = Invocation.with(kubectl("echo refused >&2; exit 1"), "plan", "store");
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.NO_CLUSTER);
        assertThat(invocation.err().strip())
                .isEqualTo("no cluster to read ShardSet store from (refused): name a file with -f, "
                        + "or a cluster with --context or --kubeconfig");
        assertThat(Invocation.with(answering(""), "plan", "store").err())
                .startsWith("the cluster has no ShardSet store in this namespace");
        assertThat(Invocation.of("plan", "store", "--offline").exitCode()).isEqualTo(ExitCodes.NO_CLUSTER);
    }
}
