package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README shows is what the commands print. */
class DocumentedOutputTest {
    private static final Pattern BLOCK = Pattern.compile("```\\n\\$ kubectl shards (.*)\\n((?s:.*?))```");

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
    void isWhatTheCommandPrints(String arguments, String output) {
        var words = Arrays.stream(arguments.split(" "))
                .map(word -> word.startsWith("manifests/") || word.startsWith("crds/") ? "../../" + word : word)
                .toArray(String[]::new);
        var invocation = Invocation.of(words);
        assertThat((invocation.out() + invocation.err()).replace("../../", "")).isEqualTo(output);
    }
}
