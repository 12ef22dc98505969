package io.shardwright.controller.act;

import java.util.List;

/**
 * What became of the steps.
 *
 * @param refused messages of the API server about objects that it doesn't take as they are
 */
public record Outcome(List<String> refused) {
    public Outcome {
        refused = List.copyOf(refused);
    }
}
