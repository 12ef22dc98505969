package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is handed in that can't be used gives one clear line and exit code 2. */
class RefusedInputTest {
    @TempDir
    Path folder;

    private String refusal(String text) {
        var file = Invocation.file(folder, "s.yaml", text);
        var invocation = Invocation.of("plan", "-f", file.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        return invocation.line(file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shard: 3                         | s.yaml:5: spec.shard: is no known field: did you mean shards?
            shards: 0                        | s.yaml:5: spec.shards: 0 is out of range: use 1 to 1000
            shards: three                    | s.yaml:5: spec.shards: is "three", and must be a whole number
            shards: [3]                      | s.yaml:5: spec.shards: is a list, and must be a whole number
            shards: 17; partitions: 16       | s.yaml:5: spec.shards: shards 17 exceeds partitions 16, so that some shards could own none: use at most 16 shards
            shards: 7; partitions: 4         | s.yaml:6: spec.partitions: 4 is out of range: use 16 to 65536
            shardWeights: [{shard: 0, weight: -1}] | s.yaml:5: spec.shardWeights[0].weight: -1 is out of range: use 0 to 1000
            paused: maybe                    | s.yaml:5: spec.paused: is "maybe", and must be true or false
            shards: 3; shards: 4             | s.yaml:6: shards stands twice, first in line 5: remove one
            """)
    void namesLineFieldAndFix(String specification, String line) {
        assertThat(refusal(Invocation.shardSet(specification))).isEqualTo(line);
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "s.yaml: is empty: it must hold a ShardSet"),
                Arguments.of("# nothing\n---\n", "s.yaml: is empty: it must hold a ShardSet"),
                Arguments.of(
                        "just text",
                        "s.yaml:1: is \"just text\", and must be a resource: name a YAML or JSON file of Kubernetes"),
                Arguments.of(
                        "kind: Deployment\n",
                        "s.yaml: holds no ShardSet, only Deployment: name a file with kind: ShardSet"),
                Arguments.of(
                        "kind: ShardSet\n",
                        "s.yaml:1: apiVersion: is missing: a ShardSet is of shardwright.io/v1alpha1"),
                Arguments.of(
                        "kind: ShardSet\napiVersion: shardwright.io/v9\n",
                        "s.yaml:2: apiVersion: is \"shardwright.io/v9\": a ShardSet is of shardwright.io/v1alpha1"),
                Arguments.of("a: [1, 2\nb: }", "s.yaml:2: is no valid YAML: expected ',' or ']', but got :"),
                Arguments.of("a: *nothing", "s.yaml:1: alias *nothing has no anchor before it"),
                Arguments.of("a: ".repeat(3) + "\n", "s.yaml:1: is no valid YAML: mapping values are not allowed here"),
                Arguments.of("[".repeat(5_000), "s.yaml:1: is nested more than 64 deep, which no resource is"),
                Arguments.of("\0\1\2binary", "s.yaml: is no valid YAML: special characters are not allowed"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void saysWhatIsWrongWithADocument(String text, String line) {
        assertThat(refusal(text)).startsWith(line);
    }

    @Test
    void refusesAnAliasBombAtOnce() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(refusal(bomb.toString()))
                .isEqualTo(
                        "s.yaml:6: holds more than 1000000 values, those repeated by aliases included: write a smaller file");
    }

    @Test
    void refusesATenMegabyteFile() {
        assertThat(refusal("# 10 MB\n" + "- padding\n".repeat(1_000_000)))
                .isEqualTo("s.yaml: is larger than 8 MiB, which no file of this kind is: name another file");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        var file = Files.write(
                folder.resolve("s.yaml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, (byte) 0xfe});
        assertThat(Invocation.of("plan", "-f", file.toString()).line(file))
                .isEqualTo("s.yaml: is no text in UTF-8: name a YAML or JSON file");
    }

    @Test
    void namesAMissingFileAndADirectory() {
        var missing = folder.resolve("missing.yaml");
        assertThat(Invocation.of("plan", "-f", missing.toString()).line(missing))
                .isEqualTo("missing.yaml: no such file: check the path");
        assertThat(Invocation.of("plan", "-f", folder.toString()).line(folder))
                .endsWith(": is a directory: name a file in it");
    }

    @Test
    void refusesTwoOfOneName() {
        assertThat(refusal(Invocation.shardSet("shards: 3") + "---\n" + Invocation.shardSet("shards: 4")))
                .isEqualTo("s.yaml:8: metadata.name: store stands twice, first in line 1: rename or remove one");
    }

    @Test
    void saysEveryProblemInALineOfItsOwn() {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 0; partitoins: 7"));
        var invocation = Invocation.of("plan", "-f", file.toString());
        assertThat(invocation.err().lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shards=-1          | --what-if: spec.shards: -1 is out of range: use 1 to 1000
            shrads=7           | --what-if: spec.shrads: is no known field: did you mean shards?
            weight.lagre=7     | --what-if: spec.nodeClasses: has no entry named lagre: did you mean large?
            shards             | --what-if: "shards" is no edit: write field=value, such as shards=7,weight.large=600
            """)
    void namesTheEditThatIsWrong(String edit, String line) {
        var file = Path.of("../../manifests/examples/store.yaml");
        assertThat(Invocation.of("plan", "-f", file.toString(), "--what-if", edit)
                        .line(file))
                .isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plan --nonsense               | arguments: Unknown option: '--nonsense': see kubectl shards plan --help
            plan                          | arguments: no ShardSet is named: give a file with -f, or the name of one in the cluster
            plan -f a -o pdf              | arguments: Invalid value for option '--output': expected one of [table, json, yaml, svg, html] (case-insensitive) but was 'pdf': see kubectl shards plan --help
            explain nothing -f a          | arguments: "nothing" is neither a partition nor a shard: write partition 17, shard 2, or 17 for a partition
            """)
    void saysWhatIsWrongWithTheArguments(String arguments, String line) {
        var invocation = Invocation.of(arguments.split(" "));
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.err().strip()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0-7 | 8-14  | 2 | m.yaml:1: spec.shards: no shard owns partition 15, so part of the map is missing: get it again with kubectl get partitionmap store -o yaml
            0-8 | 8-15  | 2 | m.yaml:8: spec.shards[1].ranges: partitions 8 belong to shard 0 too: a partition has one owner
            0-7 | 8-16  | 2 | m.yaml:8: spec.shards[1].ranges: ranges '8-16' name partition 16, but there are 16
            0-7 | 15-8  | 2 | m.yaml:8: spec.shards[1].ranges: ranges '15-8' are not ascending and disjoint at '15-8'
            0-7 | 8-    | 2 | m.yaml:8: spec.shards[1].ranges: "8-" doesn't match ^([0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*)?$
            0-7 | 8-15  | 3 | m.yaml:6: spec.shardCount: shardCount must be the number of entries in shards: write 2
            """)
    void saysWhatIsWrongWithAMap(String first, String second, int count, String line) {
        var map = Invocation.file(folder, "m.yaml", MapText.of(16, count, List.of(first, second)));
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16"));
        var invocation = Invocation.of("plan", "-f", file.toString(), "--map", map.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.line(map)).isEqualTo(line);
    }

    @Test
    void refusesAMapOfAnotherPartitionCountAndATruncatedOne() {
        var text = MapText.of(16, 2, List.of("0-7", "8-15"));
        var map = Invocation.file(folder, "m.yaml", text);
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 32"));
        assertThat(Invocation.of("plan", "-f", file.toString(), "--map", map.toString())
                        .line(map))
                .isEqualTo(
                        "m.yaml:1: spec.partitions: the map has 16 partitions, and ShardSet store has 32, which never changes: "
                                + "name the map of this ShardSet");
        for (int length = 0; length < text.length() - 3; length++) {
            var cut = Invocation.file(folder, "m.yaml", text.substring(0, length));
            var invocation = Invocation.of("locate", "key", "--map", cut.toString());
            assertThat(invocation.exitCode()).as(text.substring(0, length)).isEqualTo(ExitCodes.BAD_INPUT);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            partition,load;0,5               | l: partition 1 isn't listed: list all 16 partitions, with 0 for idle ones
            partition,load;0,-5              | l:2: load: is -5, and must be a whole number from 0: choose a smaller unit for fractions
            partition,load;0,5;0,6           | l:3: partition: 0 stands twice: remove one
            partition,load;99,5              | l:2: partition: 99 doesn't exist: the partitions are 0 to 15
            partition,load;0                 | l:2: has 1 columns, and the first line names 2
            partition,lod;0,5                | l:1: "lod" is no known column: there are partition, load, bytes
            [{partition: 0, load: 1.5}]      | l:1: load: is 1.5, and must be a whole number from 0: choose a smaller unit for fractions
            [{partition: 0, lod: 1}]         | l:1: lod: is no known field: there are partition, load, bytes
            loads                            | l:1: is "loads", and must be a list of {partition, load, bytes}, or a mapping with it in partitions
            """)
    void saysWhatIsWrongWithLoads(String text, String line) {
        var loads = Invocation.file(folder, "l", text.replace(";", "\n"));
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; partitions: 16"));
        var invocation = Invocation.of("plan", "-f", file.toString(), "--loads", loads.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.line(loads)).isEqualTo(line);
    }
}
