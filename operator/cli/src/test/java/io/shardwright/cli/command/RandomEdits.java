package io.shardwright.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Documents with one or two of the fields of their specification changed, added or taken away. */
final class RandomEdits {
    private static final List<Object> VALUES = List.of(
            0L, 1L, -1L, 2L, 3L, 7L, 16L, 17L, 64L, 100L, 512L, 1000L, 1001L, 65_536L, 1.5, true, "", "x", "Large",
            "large", "Strong", "Path", "Header", "Query", "1Gi", "10 GB", "0", List.of(), Map.of());
    private static final List<String> NAMES = List.of(
            "shards",
            "weight",
            "partitions",
            "replicasPerShard",
            "paused",
            "size",
            "name",
            "from",
            "segment",
            "unknown");

    private final Random random;

    private RandomEdits(Random random) {
        this.random = random;
    }

    static RandomEdits of(Random random) {
        return new RandomEdits(random);
    }

    /** An edited copy. */
    Object apply(Object document) {
        var copy = copy(document);
        Object spec = ((Map<?, ?>) copy).get("spec");
        for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
            edit(spec, 0);
        }
        return copy;
    }

    private static Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((name, item) -> copy.put(name, copy(item)));
                yield copy;
            }
            case List<?> list ->
                new ArrayList<Object>(list.stream().map(RandomEdits::copy).toList());
            case null -> "";
            default -> value;
        };
    }

    /** Goes down by chance, and changes something where it stops. */
    @SuppressWarnings("unchecked") // Made by copy.
    private void edit(@Nullable Object value, int depth) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                var fields = (Map<String, Object>) map;
                String name = new ArrayList<>(fields.keySet()).get(random.nextInt(fields.size()));
                Object below = fields.get(name);
                boolean goesDown =
                        depth < 5 && (below instanceof Map || below instanceof List) && random.nextInt(4) > 0;
                if (goesDown) {
                    edit(below, depth + 1);
                } else {
                    change(fields, name);
                }
            }
            case List<?> list when !list.isEmpty() -> edit(list.get(random.nextInt(list.size())), depth + 1);
            case null, default -> {} // There is nothing to change.
        }
    }

    private void change(Map<String, Object> fields, String name) {
        switch (random.nextInt(5)) {
            case 0 -> fields.remove(name);
            case 1 -> fields.put(NAMES.get(random.nextInt(NAMES.size())), value());
            case 2 -> fields.put(name, value());
            default -> fields.put(name, fields.get(name) instanceof Long ? number() : value());
        }
    }

    private Object number() {
        var numbers = VALUES.stream().filter(Long.class::isInstance).toList();
        return numbers.get(random.nextInt(numbers.size()));
    }

    private Object value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
