package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example against a real API server: the valid ones are taken, the invalid ones refused with their reason. */
@ExtendWith(ApiServerExtension.class)
class ShardSetValidationIT {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final int FEWEST_INVALID_EXAMPLES = 24;

    private TestNamespace namespace;

    @BeforeEach
    void createNamespace(ApiServer server) {
        namespace = TestNamespace.on(server);
    }

    @AfterEach
    void closeNamespace() {
        namespace.close();
    }

    static Stream<Path> examples() throws IOException {
        return Documents.files(Documents.EXAMPLES).stream();
    }

    static Stream<Path> invalidExamples() throws IOException {
        return Documents.files(Documents.INVALID).stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void takesTheExampleAndDefaultsItAsTheJavaTypesDo(Path file) {
        ShardSet read = YAML.unmarshal(Documents.text(file), ShardSet.class);
        namespace.create(Documents.read(file).getFirst());

        GenericKubernetesResource stored = namespace
                .client()
                .genericKubernetesResources(read.getApiVersion(), read.getKind())
                .inNamespace(namespace.name())
                .withName(read.getMetadata().getName())
                .require();

        assertThat(json(stored.get("spec"))).isEqualTo(asStored(read.getSpec()));
    }

    /** What the API server would hold: nothing empty, and no default that depends on another field. */
    private static JsonNode asStored(ShardSetSpec spec) {
        JsonNode json = json(spec);
        RouterKey onlyDefaults = new RouterKey(spec.router().key().from(), null, null);
        ObjectNode key = (ObjectNode) json.at("/router/key");
        if (Objects.equals(spec.router().key().segment(), onlyDefaults.segment())) {
            key.remove("segment");
        }
        if (Objects.equals(spec.router().key().name(), onlyDefaults.name())) {
            key.remove("name");
        }
        removeEmpty(json);
        return json;
    }

    private static JsonNode json(Object value) {
        return YAML.unmarshal(YAML.asJson(value), JsonNode.class);
    }

    private static void removeEmpty(JsonNode node) {
        node.forEach(ShardSetValidationIT::removeEmpty);
        if (node instanceof ObjectNode object) {
            object.removeIf(value -> value.isContainerNode() && value.isEmpty());
        }
    }

    /** An invalid example is one document, or several of which the last is refused as an update of those before it. */
    @ParameterizedTest
    @MethodSource("invalidExamples")
    void refusesTheLastDocumentWithItsReason(Path file) {
        List<GenericKubernetesResource> documents = Documents.read(file);
        List<GenericKubernetesResource> taken = documents.subList(0, documents.size() - 1);
        taken.stream().limit(1).forEach(namespace::create);
        taken.stream().skip(1).forEach(namespace::replace);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> {
                    if (taken.isEmpty()) {
                        namespace.create(documents.getLast());
                    } else {
                        namespace.replace(documents.getLast());
                    }
                })
                .withMessageContaining(Documents.expectation(file));
    }

    @Test
    void thereAreEnoughInvalidExamples() throws IOException {
        assertThat(Documents.files(Documents.INVALID)).hasSizeGreaterThanOrEqualTo(FEWEST_INVALID_EXAMPLES);
    }
}
