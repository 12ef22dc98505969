package io.shardwright.planner.loads;

import io.shardwright.planner.Refused;

/** The outcome of planning by measured loads. */
public sealed interface LoadResult {

    /** There is a plan; it may move nothing. */
    record Planned(LoadPlan plan) implements LoadResult {}

    /** There can be none. */
    record Impossible(Refused refused) implements LoadResult {}
}
