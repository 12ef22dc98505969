package io.shardwright.planner;

/**
 * The verdict that something can't be done as asked. Nothing was changed.
 *
 * @param why one sentence with the figures that are in conflict
 * @param fix one sentence: the nearest edit that would work
 */
public record Refused(RefusalReason reason, String why, String fix)
        implements ClassResult, WeightResult, QuotaResult, PlanResult {}
