package io.shardwright.planner.availability;

import java.util.List;

/** How a computed availability compares with a target, and what to do about it. */
public sealed interface Verdict {

    /** One sentence. */
    String why();

    /**
     * The target is met.
     *
     * @param figure what is computed
     */
    record Met(Uptime target, Figure figure) implements Verdict {

        @Override
        public String why() {
            return Comparison.of(figure, target, "meets");
        }

        @Override
        public String toString() {
            return why();
        }
    }

    /**
     * The target is missed, and there is a change that meets it.
     *
     * @param edits the cheapest change, at least one
     * @param addedPods how many pods it adds
     * @param gives what it would give
     */
    record Improvable(Uptime target, Figure figure, List<Edit> edits, int addedPods, Figure gives) implements Verdict {

        public Improvable {
            edits = List.copyOf(edits);
        }

        @Override
        public String why() {
            return Comparison.of(figure, target, "misses");
        }

        /** Such as {@code set spec.replicasPerShard to 5 (6 more pods): gives 99.99 %}. */
        public String fix() {
            return Comparison.fix(edits, gives);
        }

        @Override
        public String toString() {
            return why() + "; " + fix();
        }
    }

    /**
     * The target is missed, and no change among the options meets it.
     *
     * @param edits the change that gives most, but for a hundredth of the outage; empty if the system is best as it is
     * @param best what it would give
     * @param limit what stands in the way then, such as {@code take-overs still cost 0.005 %}
     */
    record Unreachable(Uptime target, Figure figure, List<Edit> edits, Figure best, String limit) implements Verdict {

        public Unreachable {
            edits = List.copyOf(edits);
        }

        @Override
        public String why() {
            return Comparison.of(figure, target, "misses") + "; no change that is offered meets it";
        }

        @Override
        public String toString() {
            return why() + "; at best "
                    + (edits.isEmpty() ? "as it is" : Comparison.fix(edits, best))
                    + ", because " + limit;
        }
    }
}
