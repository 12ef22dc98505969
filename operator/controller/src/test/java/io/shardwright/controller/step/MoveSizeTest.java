package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.ShardSets;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes to the partitions of one hand-off wait together: they are few of all. */
class MoveSizeTest {
    @ParameterizedTest
    @CsvSource({"16, 1", "64, 2", "256, 8", "1024, 16"})
    void noHandOffTakesMoreThanA32ndOfThePartitionsOrSixteen(int partitions, int most) {
        var cluster = new SimulatedCluster(spec(2, partitions), new Random(7));
        Settling.settle(cluster);
        cluster.edit(spec(3, partitions));
        int largest = 0;
        Decision decision;
        int rounds = 0;
        do {
            decision = Decisions.decide(cluster.observe(0));
            largest = Math.max(
                    largest,
                    decision.steps().stream()
                            .filter(Step.OrderMove.class::isInstance)
                            .map(step -> ((Step.OrderMove) step).order().ranges())
                            .mapToInt(ranges ->
                                    PartitionRanges.parse(ranges, partitions).size())
                            .max()
                            .orElse(0));
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            cluster.pass();
        } while (++rounds < 1000 && (largest == 0 || decision.pace() != Decision.Pace.SETTLED));
        assertThat(largest).isEqualTo(most);
    }

    private static ShardSet spec(int shards, int partitions) {
        return ShardSets.plain("shards: %d, partitions: %d".formatted(shards, partitions));
    }
}
