package io.shardwright.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans towards a target that was chosen before. */
class RecordedTargetTest {

    private static List<ShardWeight> equal(int shards) {
        return IntStream.range(0, shards)
                .mapToObj(shard -> new ShardWeight(new ShardId(shard), 100))
                .toList();
    }

    private static Plan plan(PlanResult result) {
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
        return ((PlanResult.Planned) result).plan();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverWasMovedSoFarTheRestLeadsToTheTarget(long seed) {
        var random = new Random(seed);
        var start = Ownership.of(random.ints(512, 0, 5).toArray());
        var whole = plan(Planner.plan(PlanRequest.of(start, equal(7)).withMaxPartitionsPerBatch(8)));
        var now = start;
        for (var batch : whole.batches()) {
            if (random.nextBoolean()) {
                now = now.with(batch.partitions(), batch.to());
            }
        }
        var rest = plan(Planner.toward(PlanRequest.of(now, equal(7)).withMaxPartitionsPerBatch(8), whole.target()));
        assertThat(rest.target()).isEqualTo(whole.target());
        assertThat(rest.moveCount()).isEqualTo(now.differences(whole.target()));
        for (var batch : rest.batches()) {
            assertThat(batch.partitions().size()).isLessThanOrEqualTo(8);
            now = now.with(batch.partitions(), batch.to());
        }
        assertThat(now).as("seed %d", seed).isEqualTo(whole.target());
    }

    @Test
    void keepsToATargetThatItWouldNotHaveChosen() {
        var now = Ownership.of(new int[] {0, 0, 1, 1});
        var swapped = Ownership.of(new int[] {1, 1, 0, 0});
        assertThat(plan(Planner.plan(PlanRequest.of(now, equal(2)))).moveCount())
                .isZero();
        assertThat(plan(Planner.toward(PlanRequest.of(now, equal(2)), swapped)).moveCount())
                .isEqualTo(4);
    }

    @Test
    void aTargetOwnsEveryPartitionAndNoOther() {
        var now = Ownership.of(new int[] {0, 0, 1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Planner.toward(PlanRequest.of(now, equal(2)), Ownership.empty(4)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Planner.toward(PlanRequest.of(now, equal(2)), Ownership.of(new int[] {0})));
        assertThatIllegalArgumentException().isThrownBy(() -> now.differences(Ownership.empty(8)));
    }
}
