package io.shardwright.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final List<ShardWeight> WEIGHTS =
            List.of(new ShardWeight(new ShardId(0), 100), new ShardWeight(new ShardId(1), 300));

    @Test
    void countsMovesAndBytesOfPartitionsThatHadAnotherOwner() {
        var outcome = new Outcome(Ownership.of(new int[] {0, 0, 1, -1}), Ownership.of(new int[] {0, 1, 0, 1}));

        assertThat(outcome.moves()).isEqualTo(2);
        assertThat(outcome.moved(new long[] {1, 20, 300, 4_000})).isEqualTo(320);
    }

    @Test
    void comparesLoadsWithWeightedFairShares() {
        var outcome = new Outcome(Ownership.empty(4), Ownership.of(new int[] {0, 0, 1, 1}));

        var evenness = outcome.evenness(WEIGHTS);

        assertThat(evenness.maxOverFair()).isEqualTo(2);
        assertThat(evenness.minOverFair()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(evenness.furthest()).isEqualTo(1);
    }

    @Test
    void takesNoShardForUnevenThatOnlyHoldsOneHotPartition() {
        var equal = List.of(new ShardWeight(new ShardId(0), 1), new ShardWeight(new ShardId(1), 1));
        var outcome = new Outcome(Ownership.empty(3), Ownership.of(new int[] {0, 1, 1}));

        var evenness = outcome.evenness(equal, new long[] {80, 10, 10});

        assertThat(evenness.maxOverFair()).isEqualTo(1.6);
        assertThat(evenness.maxOverOwn()).isEqualTo(1);
    }
}
