package io.shardwright.cli.shardset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardSetReaderTest {

    static Stream<Path> examples() throws IOException {
        try (var files = Files.list(Path.of("../../manifests/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsTheSameSpecificationAsTheOperator(Path file) throws IOException, InputException {
        String text = Files.readString(file);
        var expected =
                new KubernetesSerialization().unmarshal(text, ShardSet.class).getSpec();
        var document = ShardSetReader.documents(new InputFile("f", text), Optional.empty())
                .getFirst();
        assertThat(new ShardSetReader().read(document).spec()).isEqualTo(expected);
    }

    private static Mapping store() throws IOException, InputException {
        return ShardSetReader.documents(InputFile.read("../../manifests/examples/store.yaml"), Optional.empty())
                .getFirst();
    }

    @Test
    void triesEditsOfFieldsClassesAndShards() throws IOException, InputException {
        var edits =
                Edits.parse(List.of("shards=7,weight.large=600", "spec.storage.size=2Gi,weight.2=5,shards.large=2"));
        var spec = new ShardSetReader().read(edits.apply(store())).spec();
        assertThat(spec.shards()).isEqualTo(7);
        assertThat(spec.storage().size()).hasToString("2Gi");
        assertThat(spec.nodeClasses().getFirst().weight()).isEqualTo(600);
        assertThat(spec.nodeClasses().getFirst().shards()).isEqualTo(2);
        assertThat(spec.shardWeights()).singleElement().satisfies(entry -> {
            assertThat(entry.shard()).isEqualTo(2);
            assertThat(entry.weight()).isEqualTo(5);
        });
    }
}
