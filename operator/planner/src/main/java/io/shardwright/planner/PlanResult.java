package io.shardwright.planner;

/** The outcome of planning. */
public sealed interface PlanResult permits PlanResult.Planned, Refused {

    /** A plan that can be carried out; it may be empty of moves. */
    record Planned(Plan plan) implements PlanResult {}
}
