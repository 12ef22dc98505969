package io.shardwright.cli.preview;

import io.shardwright.planner.PartitionSet;

/**
 * Something that the user should know of a plan.
 *
 * @param partitions that it is about; empty where it is about a shard as a whole
 * @param text one line: what, why, and the edit that would help
 */
public record Remark(PartitionSet partitions, String text) {

    @Override
    public String toString() {
        return text;
    }
}
