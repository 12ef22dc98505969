package io.shardwright.cli.schema;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a document as the API server would when it is applied: structure first, then, with defaults filled in, the rules.
 * What stands in {@code status} is the operator's, and isn't checked.
 */
public final class ResourceCheck {
    /** The fields of ObjectMeta in the Kubernetes API, v1. */
    private static final Set<String> METADATA = Set.of(
            "name",
            "namespace",
            "labels",
            "annotations",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "finalizers",
            "ownerReferences",
            "managedFields",
            "selfLink");

    private ResourceCheck() {}

    /**
     * The document with the defaults of the definition filled in, and without status.
     *
     * @throws InputException with all problems of structure, or else with all broken rules
     */
    public static Mapping structure(Schema schema, Mapping document) throws InputException {
        var problems = new ArrayList<>(metadata(document));
        var own = withoutStatus(document);
        problems.addAll(StructureCheck.check(withMetadata(schema), own, ""));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(problem -> problem.at().line()));
            throw new InputException(problems);
        }
        return (Mapping) Defaults.apply(schema, own);
    }

    /**
     * The broken rules.
     *
     * @param document as {@link #structure} returned it
     * @param old the same before an edit, if there was one; then rules about what may change are checked too
     */
    public static List<Problem> rules(Schema schema, Mapping document, Optional<Mapping> old) {
        return RuleCheck.check(schema, document, old.orElse(null));
    }

    private static Mapping withoutStatus(Mapping document) {
        var entries = new LinkedHashMap<>(document.entries());
        entries.remove("status");
        return new Mapping(document.at(), entries);
    }

    /** Definitions say nothing of the fields that all resources have. */
    private static Schema withMetadata(Schema schema) {
        Map<String, @Nullable Object> node = new LinkedHashMap<>(schema.node());
        var properties = new LinkedHashMap<String, @Nullable Object>();
        schema.propertyNames()
                .forEach(name ->
                        properties.put(name, schema.property(name).orElseThrow().node()));
        properties.put("apiVersion", Map.of("type", "string"));
        properties.put("kind", Map.of("type", "string"));
        properties.put("metadata", Map.of("type", "object"));
        node.put("properties", properties);
        return new Schema(node);
    }

    private static List<Problem> metadata(Mapping document) {
        var problems = new ArrayList<Problem>();
        var metadata = document.mapping("metadata");
        if (metadata.isEmpty()) {
            problems.add(new Problem(document.at(), "metadata.name", "is missing: give the resource a name"));
            return problems;
        }
        metadata.get().entries().forEach((name, entry) -> {
            if (!METADATA.contains(name)) {
                problems.add(new Problem(
                        entry.key(),
                        "metadata." + name,
                        "is no known field: "
                                + NearestName.of(name, METADATA)
                                        .map(nearest -> "did you mean " + nearest + "?")
                                        .orElse("remove it")));
            }
        });
        var name = metadata.get().get("name");
        if (name.isEmpty()) {
            problems.add(new Problem(metadata.get().at(), "metadata.name", "is missing: give the resource a name"));
        } else if (!isText(name.get())) {
            problems.add(new Problem(
                    name.get().at(),
                    "metadata.name",
                    "is " + name.get().describe() + ", and must be text (put it in quotes)"));
        }
        return problems;
    }

    private static boolean isText(Value value) {
        return value instanceof Scalar scalar && scalar.value() instanceof String text && !text.isEmpty();
    }
}
