package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    private static final int FEWEST_INVALID_EXAMPLES = 24;

    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void createNamespace(ApiServer server) {
        client = server.client();
        namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("validation-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    @AfterEach
    void closeClient() {
        client.close();
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
        ShardSet read = Serialization.unmarshal(Documents.text(file), ShardSet.class);
        create(Documents.read(file).getFirst());

        ShardSet stored = client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName(read.getMetadata().getName())
                .require();

        assertThat(stored.getSpec()).isEqualTo(read.getSpec());
    }

    @ParameterizedTest
    @MethodSource("invalidExamples")
    void refusesTheLastDocumentWithItsReason(Path file) {
        List<GenericKubernetesResource> documents = Documents.read(file);
        GenericKubernetesResource refused = documents.getLast();
        if (documents.size() == 1) {
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> create(refused))
                    .withMessageContaining(Documents.expectation(file));
            return;
        }
        create(documents.getFirst());
        documents.subList(1, documents.size() - 1).forEach(this::replace);
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> replace(refused))
                .withMessageContaining(Documents.expectation(file));
    }

    @Test
    void thereAreEnoughInvalidExamples() throws IOException {
        assertThat(Documents.files(Documents.INVALID)).hasSizeGreaterThanOrEqualTo(FEWEST_INVALID_EXAMPLES);
    }

    private void create(GenericKubernetesResource document) {
        client.genericKubernetesResources(document.getApiVersion(), document.getKind())
                .inNamespace(namespace)
                .resource(document)
                .fieldValidation(Validation.STRICT)
                .create();
    }

    /** Puts the document in the place of what is there, so that fields that it leaves out are removed. */
    private void replace(GenericKubernetesResource document) {
        String name = document.getMetadata().getName();
        if ("Scale".equals(document.getKind())) {
            int replicas = document.<Integer>get("spec", "replicas");
            client.resources(ShardSet.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .scale(replicas);
            return;
        }
        client.genericKubernetesResources(document.getApiVersion(), document.getKind())
                .inNamespace(namespace)
                .resource(document)
                .fieldValidation(Validation.STRICT)
                .update();
    }
}
