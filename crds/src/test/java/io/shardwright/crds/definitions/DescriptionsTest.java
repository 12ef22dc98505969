package io.shardwright.crds.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl explain} has to tell. */
class DescriptionsTest {

    /** Fields whose content is Kubernetes' own, which has its own explanation. */
    private static final Set<String> KUBERNETES_OWN =
            Set.of(".spec.template.spec", ".spec.nodeClasses[].affinity", ".spec.nodeClasses[].tolerations");

    @ParameterizedTest
    @ValueSource(classes = {ShardSet.class, PartitionMap.class, Rebalance.class})
    void everyFieldIsDescribedInSentences(Class<? extends HasMetadata> type) throws IOException {
        List<String> undescribed = new ArrayList<>();
        Definition.generated(type)
                .crd()
                .getSpec()
                .getVersions()
                .forEach(version -> collectUndescribed("", version.getSchema().getOpenAPIV3Schema(), undescribed));

        assertThat(undescribed).isEmpty();
    }

    private static void collectUndescribed(String path, JSONSchemaProps schema, List<String> undescribed) {
        schema.getProperties().forEach((name, property) -> {
            String field = path + "." + name;
            String description = property.getDescription();
            if (description == null || !description.endsWith(".")) {
                undescribed.add(field);
            }
            if (!KUBERNETES_OWN.contains(field)) {
                collectUndescribed(field, property, undescribed);
                if (property.getItems() != null) {
                    collectUndescribed(field + "[]", property.getItems().getSchema(), undescribed);
                }
            }
        });
    }
}
