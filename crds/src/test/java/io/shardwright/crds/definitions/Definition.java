package io.shardwright.crds.definitions;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.YamlDumpSettingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** One custom resource definition: as the build generated it, and as it is to be committed. */
record Definition(Class<? extends HasMetadata> type, CustomResourceDefinition crd) {

    private static final Path GENERATED = Path.of("target/generated-crds");
    private static final Path COMMITTED = Path.of("../manifests/install/crds");
    /** Values that kubectl, which reads YAML 1.1, takes for a boolean where they aren't quoted. */
    private static final Pattern YAML_1_1_BOOLEAN =
            Pattern.compile("(?m)^( *(?:- |[a-z]+: ))((?i:on|off|yes|no|y|n))( *)$");

    private static final KubernetesSerialization YAML = new KubernetesSerialization(
            new ObjectMapper(),
            true,
            new YamlDumpSettingsBuilder().setMinimizeQuotes(true).build());

    /** Reads what the generator made of {@code type}, and puts the printer columns in their declared order. */
    static Definition generated(Class<? extends HasMetadata> type) throws IOException {
        Path file = GENERATED.resolve(HasMetadata.getFullResourceName(type) + "-v1.yml");
        CustomResourceDefinition crd = YAML.unmarshal(Files.readString(file), CustomResourceDefinition.class);
        crd.getSpec().getVersions().forEach(version -> tidyColumns(type, version.getAdditionalPrinterColumns()));
        return new Definition(type, crd);
    }

    /** The generator sorts columns by path, and writes a priority that the API server drops. */
    private static void tidyColumns(Class<?> type, List<CustomResourceColumnDefinition> columns) {
        List<String> declared = Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        columns.sort(Comparator.comparingInt(column -> declared.indexOf(column.getName())));
        columns.stream()
                .filter(column -> Integer.valueOf(0).equals(column.getPriority()))
                .forEach(column -> column.setPriority(null));
    }

    Path committedFile() {
        return COMMITTED.resolve(HasMetadata.getFullResourceName(type) + ".yaml");
    }

    /** The file that is to be committed. */
    String yaml() {
        return "# Generated from " + type.getName() + ". Do not edit: run\n#   " + GeneratedFilesTest.COMMAND + "\n"
                + YAML_1_1_BOOLEAN.matcher(YAML.asYaml(crd)).replaceAll("$1\"$2\"$3");
    }
}
