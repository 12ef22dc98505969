package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.step.Settling;
import io.shardwright.controller.step.SimulatedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final SimulatedCluster cluster = new SimulatedCluster(shards(3), new Random(1));

    private static io.shardwright.crds.v1alpha1.ShardSet shards(int shards) {
        return ShardSets.plain("shards: " + shards + ", partitions: 64");
    }

    /** What status shows in each round until all is settled. */
    private List<Progress> settle() {
        var seen = new ArrayList<Progress>();
        Settling.settle(cluster, (observed, decision) -> seen.add(Progress.of(observed, decision)));
        return seen;
    }

    @Test
    void countsFromZeroInEveryRebalancingThoughItsRecordComesLater() {
        settle();
        for (int wanted : new int[] {4, 6, 3}) {
            cluster.edit(shards(wanted));

            var seen = settle();

            int moves = seen.getFirst().remaining();
            assertThat(seen.getFirst()).isEqualTo(new Progress(0, moves, moves, java.util.Optional.empty()));
            assertThat(seen).allSatisfy(progress -> {
                assertThat(progress.done() + progress.remaining()).isEqualTo(moves);
                assertThat(progress.lowerBound()).isEqualTo(moves);
            });
            assertThat(seen.getLast().done()).isEqualTo(moves);
        }
    }
}
