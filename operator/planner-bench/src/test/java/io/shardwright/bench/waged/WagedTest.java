package io.shardwright.bench.waged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shardwright.bench.waged.WagedProblem.Change;
import io.shardwright.bench.waged.WagedProblem.Instance;
import io.shardwright.bench.waged.WagedProblem.Usage;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.List;
import org.apache.helix.HelixRebalanceException;
import org.junit.jupiter.api.Test;

class WagedTest {

    @Test
    void placesPartitionsInProportionToCapacities() throws HelixRebalanceException {
        var target = plan(new WagedProblem(
                Ownership.empty(30),
                List.of(new Instance(0, 4_000, 1), new Instance(1, 2_000, 1)),
                List.of(new Usage(100, 0)),
                Change.FIRST_PLACEMENT));

        assertThat(target.count(new ShardId(0))).isEqualTo(20);
        assertThat(target.count(new ShardId(1))).isEqualTo(10);
    }

    @Test
    void leavesAllButAGoneInstancesPartitionsWhereTheyAre() throws HelixRebalanceException {
        int[] owners = {0, 0, 1, 1, 2, 2};
        var target = plan(new WagedProblem(
                Ownership.of(owners),
                List.of(new Instance(0, 1_000, 1), new Instance(2, 1_000, 1)),
                List.of(new Usage(100, 0)),
                Change.INSTANCE_REMOVED));

        assertThat(target.toArray()).startsWith(0, 0).endsWith(2, 2);
        assertThat(target.count(new ShardId(1))).isZero();
    }

    @Test
    void seesThePartitionsOwnUsages() throws HelixRebalanceException {
        var target = plan(new WagedProblem(
                Ownership.of(new int[] {0, 0, 0, 1}),
                List.of(new Instance(0, 1_000, 10), new Instance(1, 1_000, 10)),
                List.of(new Usage(600, 1), new Usage(300, 1), new Usage(300, 1), new Usage(10, 1)),
                Change.USAGE_CHANGED));

        assertThat(target.toArray()[0]).isNotEqualTo(target.toArray()[1]);
        assertThat(target.toArray()[1]).isEqualTo(target.toArray()[2]);
    }

    @Test
    void failsWhereLimitsLeaveNoRoom() {
        var problem = new WagedProblem(
                Ownership.empty(3),
                List.of(new Instance(0, 200, 1)),
                List.of(new Usage(100, 0)),
                Change.FIRST_PLACEMENT);

        assertThatExceptionOfType(HelixRebalanceException.class).isThrownBy(() -> plan(problem));
    }

    private static Ownership plan(WagedProblem problem) throws HelixRebalanceException {
        var waged = new Waged(problem, WagedSetting.BY_CAPACITY);
        return waged.target(waged.plan(waged.model()));
    }
}
