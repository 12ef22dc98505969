package io.shardwright.planner;

/** The outcome of apportioning partitions to shards. */
public sealed interface QuotaResult permits Quotas, Refused {}
