package io.shardwright.controller.rebalance;

import io.shardwright.planner.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about who owns what.
 *
 * @param writes to carry out before any move starts
 * @param moving which moves may start
 * @param plan from what will be owned once the moves in flight are over, to where partitions should be; empty where none
 *     can be made
 * @param waiting why partitions that aren't where they should be stay; empty if they go, or if all are
 * @param current the Rebalance on record that isn't over, or else the last one
 * @param remaining partitions that have to change their owner for the current one
 */
public record Course(
        List<RebalanceWrite> writes,
        Moving moving,
        Optional<Plan> plan,
        Optional<Waiting> waiting,
        Optional<RecordedRebalance> current,
        int remaining) {

    /** Nothing is known or to be done. */
    public static final Course NONE =
            new Course(List.of(), Moving.START_NONE, Optional.empty(), Optional.empty(), Optional.empty(), 0);

    public Course {
        writes = List.copyOf(writes);
    }

    /** Which moves may start. */
    public enum Moving {
        /** Those of the plan, within the budget. */
        START,
        /** None; copies that the plan doesn't want are dropped. */
        START_NONE,
        /** None; all copies are dropped. */
        DROP_COPIES
    }

    /**
     * Why partitions stay where they are.
     *
     * @param reason one word, for machines
     * @param message for people: what waits, and what ends it
     */
    public record Waiting(String reason, String message) {}
}
