package io.shardwright.crds.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed files that are generated from the API types. With {@code -Dcrds.update=true} they are written. */
class GeneratedFilesTest {

    static final String COMMAND = "make crds";

    /** Client-side {@code kubectl apply} keeps a copy in an annotation, which takes at most 262,144 bytes. */
    private static final int LARGEST_DEFINITION = 250_000;

    @ParameterizedTest
    @ValueSource(classes = {ShardSet.class, PartitionMap.class, Rebalance.class})
    void committedDefinitionIsTheOneGeneratedFromTheJavaType(Class<? extends HasMetadata> type) throws IOException {
        Definition definition = Definition.generated(type);
        compareOrWrite(definition.committedFile(), definition.yaml());
    }

    @ParameterizedTest
    @ValueSource(classes = {ShardSet.class, PartitionMap.class, Rebalance.class})
    void definitionIsSmallEnoughForClientSideApply(Class<? extends HasMetadata> type) throws IOException {
        assertThat(Definition.generated(type).yaml().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(LARGEST_DEFINITION);
    }

    @Test
    void committedReferenceIsTheOneGeneratedFromTheDefinitions() throws IOException {
        String reference = CrdReference.of(
                Definition.generated(ShardSet.class),
                Definition.generated(PartitionMap.class),
                Definition.generated(Rebalance.class));
        compareOrWrite(Path.of("../docs/crd-reference.md"), reference);
    }

    private static void compareOrWrite(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("crds.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
            return;
        }
        String committed = Files.exists(file) ? Files.readString(file) : "";
        assertThat(committed)
                .as("%s differs from what the Java types say. Write it again with: %s", file.normalize(), COMMAND)
                .isEqualTo(generated);
    }
}
