package io.shardwright.cli.situation;

import io.shardwright.cli.shardset.DescribedShardSet;
import io.shardwright.planner.ClassAssignment;
import java.util.List;

/**
 * What a plan is made from.
 *
 * @param wanted the ShardSet as it is asked for
 * @param start who owns what now
 * @param classes the class of each shard now
 * @param notes what the user should know of how the situation was found out, one sentence each
 */
public record Situation(DescribedShardSet wanted, Start start, ClassAssignment classes, List<String> notes) {
    public Situation {
        notes = List.copyOf(notes);
    }
}
