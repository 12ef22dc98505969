package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.List;

/**
 * The computed availability of a system: reads and writes, of each key and of all.
 *
 * @param system what it was computed from
 * @param figures one for each operation and scope
 */
public record Availability(ShardedSystem system, List<Figure> figures) {

    public Availability {
        figures = List.copyOf(figures);
    }

    /**
     * Computes it. Deterministic; milliseconds for a thousand shards.
     *
     * <p>Each key is exact. All keys is exact where shards share few hosts, and else a lower bound with its error.
     */
    public static Availability of(ShardedSystem system) {
        var model = new Model(system);
        var figures = new ArrayList<Figure>();
        for (var operation : Operation.values()) {
            for (var scope : Scope.values()) {
                figures.add(model.figure(operation, scope));
            }
        }
        return new Availability(system, figures);
    }

    /** The figure for an operation and a scope. */
    public Figure figure(Operation operation, Scope scope) {
        return figures.stream()
                .filter(f -> f.operation() == operation && f.scope() == scope)
                .findFirst()
                .orElseThrow();
    }

    /** The figures, what each is made of, and every input, in a line each. */
    public List<String> explain() {
        return Explanation.of(this);
    }

    /** The explanation, line by line. */
    @Override
    public String toString() {
        return String.join("\n", explain());
    }
}
