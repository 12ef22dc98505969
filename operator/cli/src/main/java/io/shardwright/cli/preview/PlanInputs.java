package io.shardwright.cli.preview;

import io.shardwright.cli.input.InputFile;
import io.shardwright.planner.GrowthAxis;
import io.shardwright.planner.loads.Limits;
import io.shardwright.planner.loads.Tolerance;
import java.util.List;
import java.util.Optional;

/**
 * What a user adds to a ShardSet for a plan.
 *
 * @param loads file with measured loads; empty: all partitions are taken for alike
 * @param tolerance how uneven loads may be; used with loads
 * @param limits how much the plan may move; used with loads
 * @param nodes of the cluster, to weigh classes by that ask for nothing of what counts; empty: they aren't looked at
 * @param axis what classes without weights are weighed by; empty: by the ShardSet's own axis
 */
public record PlanInputs(
        Optional<InputFile> loads,
        Tolerance tolerance,
        Limits limits,
        List<NodeFacts> nodes,
        Optional<GrowthAxis> axis) {

    /** Nothing is added. */
    public static final PlanInputs NONE =
            new PlanInputs(Optional.empty(), Tolerance.DEFAULT, Limits.NONE, List.of(), Optional.empty());

    public PlanInputs {
        nodes = List.copyOf(nodes);
    }

    /** These, with the nodes of a cluster. */
    public PlanInputs withNodes(List<NodeFacts> found) {
        return new PlanInputs(loads, tolerance, limits, found, axis);
    }
}
