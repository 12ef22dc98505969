package io.shardwright.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The YAML files that the tests try. */
final class Documents {

    static final Path EXAMPLES = Path.of("../manifests/examples");
    static final Path INVALID = Path.of("src/test/resources/invalid");

    private static final String EXPECT = "# expect: ";

    private Documents() {}

    /** All YAML files of a directory, by name. */
    static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /** The resources in a file, of whatever content. */
    static List<GenericKubernetesResource> read(Path file) {
        return Arrays.stream(text(file).split("(?m)^---\n"))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
    }

    /** What the first line of an invalid example says the server's message must contain. */
    static String expectation(Path file) {
        String first = text(file).lines().findFirst().orElse("");
        if (!first.startsWith(EXPECT)) {
            throw new IllegalStateException(file + " doesn't begin with '" + EXPECT + "'");
        }
        return first.substring(EXPECT.length());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
