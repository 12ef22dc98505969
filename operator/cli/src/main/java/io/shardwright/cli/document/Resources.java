package io.shardwright.cli.document;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The Kubernetes resources in a file: one a document, or many in a list as kubectl prints it. */
public final class Resources {
    private Resources() {}

    /**
     * The resources of one kind, in the order of the file; others are passed over.
     *
     * @param apiVersion the version that is understood
     * @throws InputException if there is none of this kind, or one of another version
     */
    public static List<Mapping> ofKind(InputFile file, String apiVersion, String kind) throws InputException {
        var all = read(file);
        var found = new ArrayList<Mapping>();
        var others = new TreeSet<String>();
        for (var resource : all) {
            String its = resource.text("kind").orElse("a document without kind");
            if (its.equals(kind)) {
                requireVersion(resource, apiVersion, kind);
                found.add(resource);
            } else {
                others.add(its);
            }
        }
        if (found.isEmpty()) {
            var at = Position.of(file.source());
            throw new InputException(
                    at,
                    all.isEmpty()
                            ? "is empty: it must hold a " + kind
                            : "holds no " + kind + ", only " + String.join(", ", others) + ": name a file with kind: "
                                    + kind);
        }
        return found;
    }

    private static void requireVersion(Mapping resource, String apiVersion, String kind) throws InputException {
        var version = resource.get("apiVersion");
        if (resource.text("apiVersion").filter(apiVersion::equals).isEmpty()) {
            throw new InputException(
                    version.map(Value::at).orElse(resource.at()),
                    "apiVersion",
                    version.map(v -> "is " + v.describe()).orElse("is missing") + ": a " + kind + " is of "
                            + apiVersion);
        }
    }

    /**
     * All resources, those in lists one by one.
     *
     * @throws InputException if it is no YAML, or a document is no mapping
     */
    public static List<Mapping> read(InputFile file) throws InputException {
        var resources = new ArrayList<Mapping>();
        for (Value document : YamlReader.read(file)) {
            collect(document, resources);
        }
        return resources;
    }

    private static void collect(Value value, List<Mapping> resources) throws InputException {
        if (!(value instanceof Mapping mapping)) {
            throw new InputException(
                    value.at(),
                    "is " + value.describe() + ", and must be a resource: name a YAML or JSON file of Kubernetes");
        }
        var items = mapping.sequence("items");
        if (items.isPresent()
                && mapping.text("kind").filter(kind -> kind.endsWith("List")).isPresent()) {
            for (Value item : items.get().items()) {
                collect(item, resources);
            }
        } else {
            resources.add(mapping);
        }
    }
}
