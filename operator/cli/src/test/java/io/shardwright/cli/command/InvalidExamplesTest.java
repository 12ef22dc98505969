package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Problem;
import io.shardwright.cli.shardset.Edits;
import io.shardwright.cli.shardset.ShardSetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server refuses in its own tests, the command line refuses: with the same words where they are the rules'. */
class InvalidExamplesTest {
    private static final Path INVALID = Path.of("../../crds/src/test/resources/invalid");
    private static final Path VALID = Path.of("../../manifests/examples");
    /** The words of rules are ours; those of the API server about structure are its own. */
    private static final List<String> WORDS_OF_THE_API_SERVER = List.of(
            "in body should", "Required value", "Unsupported value", "Too many", "Duplicate value", "unknown field");

    static Stream<Path> single() throws IOException {
        return files(INVALID).filter(file -> !edits(file));
    }

    static Stream<Path> edited() throws IOException {
        return files(INVALID).filter(InvalidExamplesTest::edits);
    }

    static Stream<Path> valid() throws IOException {
        return files(VALID);
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    /** Those that hold a ShardSet and then an edit of it. */
    private static boolean edits(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("update-") || name.startsWith("scale-");
    }

    private static String expected(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            String line =
                    lines.findFirst().orElseThrow().replace("# expect: ", "").replace("Invalid value: ", "");
            return WORDS_OF_THE_API_SERVER.stream().anyMatch(line::contains) ? "" : line;
        }
    }

    @ParameterizedTest
    @MethodSource("single")
    void refusesWhatTheApiServerRefuses(Path file) throws IOException {
        var invocation = Invocation.of("plan", "-f", file.toString());
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.line(file)).matches(".*\\.yaml:[0-9]+: [a-z].*").contains(expected(file));
    }

    @ParameterizedTest
    @MethodSource("edited")
    void refusesTheEditThatTheApiServerRefuses(Path file) throws IOException, InputException {
        var documents = Resources.read(new InputFile(file.toString(), Files.readString(file)));
        assertThat(problemOfEdit(documents)).contains(expected(file));
    }

    private static String problemOfEdit(List<Mapping> documents) throws InputException {
        var reader = new ShardSetReader();
        var before = reader.read(documents.getFirst());
        var last = documents.getLast();
        try {
            var after = reader.read(
                    last.text("kind").filter("Scale"::equals).isPresent()
                            ? Edits.parse(List.of("shards="
                                            + last.mapping("spec")
                                                    .orElseThrow()
                                                    .get("replicas")
                                                    .orElseThrow()
                                                    .plain()))
                                    .apply(documents.getFirst())
                            : last);
            var problems = reader.problemsOfEdit(before, after);
            assertThat(problems).isNotEmpty();
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        } catch (InputException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("valid")
    void plansForWhatTheApiServerTakes(Path file) {
        var invocation = Invocation.of("plan", "-f", file.toString());
        assertThat(invocation.err()).isEmpty();
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.OK);
    }
}
