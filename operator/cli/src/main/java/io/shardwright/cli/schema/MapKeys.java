package io.shardwright.cli.schema;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells the entries of a list apart whose definition names key fields. */
final class MapKeys {
    private MapKeys() {}

    /** The values of the key fields of an entry, defaults in place of what is left out. */
    static List<@Nullable Object> of(Schema list, Value item) {
        var key = new ArrayList<@Nullable Object>();
        for (String name : list.mapKeys()) {
            Optional<Value> own = item instanceof Mapping mapping ? mapping.get(name) : Optional.empty();
            key.add(
                    own.isPresent()
                            ? own.get().plain()
                            : list.items()
                                    .flatMap(items -> items.property(name))
                                    .map(Schema::defaultValue)
                                    .orElse(null));
        }
        return key;
    }
}
