package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.YamlReader;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final String STORE = "../../manifests/examples/store.yaml";

    @TempDir
    Path folder;

    @Test
    void showsTheFirstPlanOfTheExample() {
        assertThat(Invocation.of("plan", "-f", STORE)).isEqualTo(new Invocation(0, """
                ShardSet store: 3 shards of 3 replicas, 256 partitions, growth axis Storage
                now: assuming empty (no map is given, no cluster is configured)

                SHARD  CLASS  WEIGHT  FROM   NOW  THEN    FAIR   IN  OUT
                0      large     400  class    0   171  170.67  171    0
                1      small     100  class    0    43   42.67   43    0
                2      small     100  class    0    42   42.67   42    0

                moves     0 (minimum 0)
                placed    256 partitions get their first owner, which moves no data
                bytes     not measured; --loads FILE gives them
                max/fair  none -> 1.01 (shard 1)
                """, ""));
    }

    @Test
    void showsWhatAnEditWouldMove() {
        var invocation = Invocation.of("plan", "-f", STORE, "--what-if", "shards=5");
        assertThat(invocation.out())
                .contains("""
                moves     64 (minimum 64)
                """, """
                ORDER  FROM  TO  COUNT  PARTITIONS
                """)
                .contains(
                        "now: assuming that the ShardSet before the edit is carried out (no map is given, no cluster is configured)");
    }

    @Test
    void namesTheSourceOfEachWeight() {
        var file = Invocation.file(
                folder,
                "s.yaml",
                Invocation.shardSet("shards: 2; partitions: 16; shardWeights: [{shard: 1, weight: 50}]"));
        assertThat(Invocation.of("plan", "-f", file.toString()).out()).contains("""
                SHARD  WEIGHT  FROM     NOW  THEN   FAIR  IN  OUT
                0         100  default    0    11  10.67  11    0
                1          50  shard      0     5   5.33   5    0
                """);
    }

    @Test
    void startsFromAMap() {
        var map = Invocation.file(folder, "m.yaml", MapText.of(16, 3, List.of("0-7", "8-13", "14-15")));
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16"));
        var invocation = Invocation.of("plan", "-f", file.toString(), "--map", map.toString());
        assertThat(invocation.out())
                .contains("now: map store at epoch 4, from " + map)
                .contains("""
                0         100  default    8     8  8.00   0    0
                1         100  default    6     8  8.00   2    0
                2           -  removed    2     0  0.00   0    2

                moves     2 (minimum 2)
                """)
                .contains("""
                ORDER  FROM  TO  COUNT  PARTITIONS
                    1     2   1      2  14-15
                """);
    }

    @Test
    void plansByLoadsWhenTheyWereMeasured() {
        var map = Invocation.file(folder, "m.yaml", MapText.of(16, 2, List.of("0-9", "10-15")));
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16"));
        // Shard 0 has ten times the load of shard 1, half of it in partition 0, which is hot.
        String rows = IntStream.range(0, 16)
                .mapToObj(p -> p + "," + (p == 0 ? 500 : p < 10 ? 60 : 20) + "," + 1024 * (p + 1))
                .collect(Collectors.joining("\n"));
        var loads = Invocation.file(folder, "loads.csv", "partition,load,bytes\n" + rows);
        var invocation =
                Invocation.of("plan", "-f", file.toString(), "--map", map.toString(), "--loads", loads.toString());
        assertThat(invocation.out())
                .contains("LOAD NOW  LOAD THEN  FAIR LOAD", "1040", "max/fair  1.79 (shard 0) -> 1.0", "KiB (minimum ");
        var json = Invocation.of(
                "plan", "-f", file.toString(), "--map", map.toString(), "--loads", loads.toString(), "-o", "json");
        assertThat(json.out()).contains("\"bytesLowerBound\": ", "\"load\": {");
        var explained = Invocation.of(
                "explain", "0", "-f", file.toString(), "--map", map.toString(), "--loads", loads.toString());
        assertThat(explained.out()).contains("load           500", "bytes          1024", "is a fair share of 580.00");
    }

    @Test
    void movesNoMoreByLoadThanTheLimitsAllow() {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16"));
        var map = Invocation.file(folder, "map.yaml", MapText.of(16, 2, List.of("0-13", "14-15")));
        String rows = IntStream.range(0, 16).mapToObj(p -> p + ",10,1024").collect(Collectors.joining("\n"));
        var loads = Invocation.file(folder, "loads.csv", "partition,load,bytes\n" + rows);
        var words = List.of("plan", "-f", file.toString(), "--map", map.toString(), "--loads", loads.toString());
        assertThat(moves(words)).isEqualTo(6);
        assertThat(moves(words, "--max-moves", "2")).isEqualTo(2);
        assertThat(moves(words, "--max-bytes", "3Ki")).isEqualTo(3);
    }

    private static int moves(List<String> words, String... more) {
        var all = new java.util.ArrayList<>(words);
        all.addAll(List.of(more));
        var matcher = java.util.regex.Pattern.compile("moves +(\\d+) \\(")
                .matcher(Invocation.of(all.toArray(String[]::new)).out());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void loadsThatDoNotAddUpToANumberAreRefused() {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16"));
        String rows = IntStream.range(0, 16)
                .mapToObj(p -> p + "," + 900_000_000_000_000_000L)
                .collect(Collectors.joining("\n"));
        var loads = Invocation.file(folder, "loads.csv", "partition,load\n" + rows);
        var invocation = Invocation.of("plan", "-f", file.toString(), "--loads", loads.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.err()).contains("the sum of load is 1.44e+19", "use a larger unit");
    }

    @Test
    void limitsWithoutLoadsAreRefused() {
        for (var option : List.of("--max-moves=1", "--max-bytes=1Mi", "--noise=5")) {
            var invocation = Invocation.of("plan", "-f", STORE, option);
            assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
            assertThat(invocation.err())
                    .contains(option.substring(0, option.indexOf('=')))
                    .contains("add --loads FILE");
        }
        assertThat(Invocation.of("plan", "-f", STORE, "--loads=" + STORE, "--max-bytes=lots")
                        .err())
                .contains("lots is no size");
    }

    @Test
    void weighsClassesByTheAxisThatIsAskedFor() {
        var file = Invocation.file(
                folder,
                "s.yaml",
                Invocation.shardSet(
                        "shards: 2; partitions: 16; nodeClasses: [{name: large, shards: 1, resources: {requests: {cpu: \"3\"}}}, "
                                + "{name: small, resources: {requests: {cpu: \"1\"}}}]"));
        assertThat(Invocation.of("plan", "-f", file.toString()).out()).contains("large     100");
        assertThat(Invocation.of("plan", "-f", file.toString(), "--axis", "THROUGHPUT")
                        .out())
                .contains("large     300", "CPU of 3, 3.00 x the smallest");
    }

    @Test
    void refusesWhatTheVolumesCanNotHold() {
        var file = Invocation.file(
                folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16; storage: {size: 1Gi}"));
        String rows = IntStream.range(0, 16).mapToObj(p -> p + "," + (1 << 28)).collect(Collectors.joining("\n"));
        var loads = Invocation.file(folder, "loads.csv", "partition,bytes\n" + rows);
        var invocation = Invocation.of("plan", "-f", file.toString(), "--loads", loads.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(invocation.line(file)).startsWith("s.yaml:1: spec.shards: ");
    }

    @Test
    void plansForEachShardSetOfAFileOrTheOneThatIsNamed() {
        var file = Invocation.file(
                folder,
                "s.yaml",
                "kind: Service\n---\n" + Invocation.shardSet("shards: 2") + "---\n"
                        + Invocation.shardSet("shards: 4").replace("name: store", "name: other"));
        assertThat(Invocation.of("plan", "-f", file.toString()).out())
                .contains("ShardSet store: 2", "ShardSet other: 4");
        assertThat(Invocation.of("plan", "-f", file.toString(), "--name", "other")
                        .out())
                .startsWith("ShardSet other: 4")
                .doesNotContain("store");
        assertThat(Invocation.of("plan", "-f", file.toString(), "--name", "stroe")
                        .line(file))
                .isEqualTo("s.yaml: holds no ShardSet named stroe: did you mean store?");
    }

    @Test
    void refusesWhatTheOperatorWouldRefuse() {
        var file = Invocation.file(
                folder, "s.yaml", Invocation.shardSet("shards: 1; shardWeights: [{shard: 0, weight: 0}]"));
        var invocation = Invocation.of("plan", "-f", file.toString(), "-o", "json");
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(invocation.line(file))
                .isEqualTo("s.yaml:1: spec.shardWeights, spec.nodeClasses: all 1 shards have weight 0, so none "
                        + "may own a partition: give at least one shard or node class a weight above 0");
        assertThat(invocation.out()).contains("\"refused\": {");
    }

    @Test
    void refusesAnEditOfWhatNeverChanges() {
        var invocation = Invocation.of("plan", "-f", STORE, "--what-if", "partitions=512");
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(invocation.err())
                .contains(
                        "spec.partitions: partitions is immutable, because every key would change its place: keep 256");
    }

    @Test
    void printsTheSameTreeAsJsonAndYaml() throws InputException {
        var json = Invocation.of("plan", "-f", STORE, "--what-if", "shards=5", "-o", "json")
                .out();
        var yaml = Invocation.of("plan", "-f", STORE, "--what-if", "shards=5", "-o", "yaml")
                .out();
        var tree = tree(json);
        assertThat(tree.plain()).isEqualTo(tree(yaml).plain());
        var plan = (Mapping) tree.sequence("plans").orElseThrow().items().getFirst();
        assertThat(plan.mapping("totals")
                        .orElseThrow()
                        .get("moves")
                        .orElseThrow()
                        .plain())
                .isEqualTo(64L);
        assertThat(plan.sequence("shards").orElseThrow().items()).hasSize(5);
    }

    private static Mapping tree(String text) throws InputException {
        return (Mapping) YamlReader.read(new InputFile("output", text)).getFirst();
    }

    @Test
    void explainsAPartitionAndAShard() {
        assertThat(Invocation.of("explain", "partition", "160", "-f", STORE, "--what-if", "shards=5")
                        .out())
                .contains(
                        """
                partition      160
                of             256
                now            shard 0
                then           shard 4
                """,
                        "why            shard 0 gives 43 of 171, keeps 128: weight 400 of 800 is a fair share of 128.00");
        assertThat(Invocation.of("explain", "store-4", "-f", STORE, "--what-if", "shards=5")
                        .out())
                .contains("shard          4", "class          small", "takes          ");
        assertThat(Invocation.of("explain", "256", "-f", STORE).err())
                .isEqualTo("arguments: there is no partition 256: the partitions are 0 to 255\n");
    }

    @Test
    void locatesKeysByAMapOrByAPlan() {
        var map = Invocation.file(folder, "m.yaml", MapText.of(16, 2, List.of("0-7", "8-15")));
        assertThat(Invocation.of("locate", "user-17", "a", "--map", map.toString())
                        .out())
                .startsWith("KEY      PARTITION  NOW  THEN  EPOCH\nuser-17");
        assertThat(Invocation.of("locate", "user-17", "-f", STORE, "-o", "json").out())
                .contains("\"key\": \"user-17\"", "\"then\": ");
        assertThat(Invocation.of("locate", "", "-f", STORE).exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    }

    @Test
    void hasHelpWithExamplesAndExitCodesEverywhere() {
        assertThat(Invocation.of().out()).contains("plan", "explain", "locate", "Exit codes:", "Examples:");
        for (String command : List.of("plan", "explain", "locate", "completion", "version")) {
            var invocation = Invocation.of(command, "--help");
            assertThat(invocation.exitCode()).isZero();
            assertThat(invocation.out()).contains("kubectl shards " + command, "Exit codes:");
        }
        assertThat(Invocation.of("completion", "bash").out()).contains("kubectl-shards");
        assertThat(Invocation.of("version").out()).contains("start-up cache none");
    }
}
