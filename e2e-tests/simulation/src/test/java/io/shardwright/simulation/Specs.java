package io.shardwright.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random specifications, within what the API server would take. */
final class Specs {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final int MAX_SHARDS = 5;

    private final Random random;
    private final Map<String, Object> fields = new HashMap<>();

    Specs(Random random) {
        this.random = random;
        fields.put("partitions", random.nextBoolean() ? 16 : 32);
        fields.put("replicasPerShard", random.nextInt(3) == 0 ? 1 : 3);
        fields.put("shards", 1 + random.nextInt(4));
        fields.put("template", Map.of());
        fields.put("rebalance", Map.of("maxConcurrentMoves", 1 + random.nextInt(4)));
    }

    ShardSetSpec current() {
        return JSON.convertValue(fields, ShardSetSpec.class);
    }

    /** The ShardSet with the current specification. */
    ShardSet of(ShardSet before) {
        var edited = new ShardSet();
        edited.setMetadata(before.getMetadata());
        edited.setSpec(current());
        return edited;
    }

    /** Changes something; says what. */
    String edit() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> set("shards", 1 + random.nextInt(MAX_SHARDS));
            case 3, 4 -> set("shardWeights", weights());
            default -> set("nodeClasses", classes());
        };
    }

    private String set(String field, Object value) {
        fields.put(field, value);
        if (field.equals("shards") && fields.containsKey("nodeClasses") && random.nextBoolean()) {
            fields.remove("nodeClasses");
        }
        return field + " " + value;
    }

    private List<Map<String, Object>> weights() {
        var weights = new ArrayList<Map<String, Object>>();
        for (int shard = 0; shard < MAX_SHARDS; shard++) {
            if (random.nextInt(3) == 0) {
                int weight = random.nextInt(4) == 0 ? 0 : 20 + random.nextInt(500);
                weights.add(Map.of("shard", shard, "weight", weight));
            }
        }
        return weights;
    }

    private List<Map<String, Object>> classes() {
        return random.nextInt(3) == 0
                ? List.of()
                : List.of(
                        Map.of("name", "large", "shards", 1, "weight", 100 + random.nextInt(400)),
                        Map.of("name", "small", "weight", 100));
    }

    void pause(boolean paused) {
        fields.put("paused", paused);
    }

    Map<String, Object> remember() {
        return new HashMap<>(fields);
    }

    void revert(Map<String, Object> to) {
        fields.putAll(to);
        if (!to.containsKey("nodeClasses")) {
            fields.remove("nodeClasses");
        }
        if (!to.containsKey("shardWeights")) {
            fields.remove("shardWeights");
        }
    }
}
