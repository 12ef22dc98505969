package io.shardwright.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    private static Value read(String text) throws InputException {
        return YamlReader.read(new InputFile("f", text)).getFirst();
    }

    @Test
    void readsWordsAsKubectlDoes() throws InputException {
        assertThat(
                        read("[1, -2, 0x1F, 010, 1.5, 1e3, true, yes, off, null, ~, '1', \"yes\", v1, 1Gi, !!str 5, 12345678901234567890123]")
                                .plain())
                .isEqualTo(Arrays.asList(
                        1L,
                        -2L,
                        31L,
                        8L,
                        1.5,
                        1000.0,
                        true,
                        true,
                        false,
                        null,
                        null,
                        "1",
                        "yes",
                        "v1",
                        "1Gi",
                        "5",
                        1.2345678901234568e22));
    }

    @Test
    void readsJson() throws InputException {
        assertThat(read("{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}").plain())
                .hasToString("{a=[1, {b=null}], c=é}");
    }

    @Test
    void repeatsAliasesAndMergesMappings() throws InputException {
        assertThat(read("base: &b {x: 1, y: 2}\ncopy: *b\nmerged: {<<: *b, y: 3}\n")
                        .plain())
                .isEqualTo(Map.of(
                        "base",
                        Map.of("x", 1L, "y", 2L),
                        "copy",
                        Map.of("x", 1L, "y", 2L),
                        "merged",
                        Map.of("x", 1L, "y", 3L)));
    }

    @Test
    void knowsLines() throws InputException {
        var mapping = (Mapping) read("a: 1\nb:\n  c: 2\n");
        assertThat(mapping.mapping("b").orElseThrow().get("c").orElseThrow().at())
                .hasToString("f:3");
    }

    @Test
    void readsSeveralDocuments() throws InputException {
        assertThat(YamlReader.read(new InputFile("f", "a: 1\n---\n---\nb: 2\n")))
                .extracting(Value::plain)
                .isEqualTo(List.of(Map.of("a", 1L), Map.of("b", 2L)));
    }
}
