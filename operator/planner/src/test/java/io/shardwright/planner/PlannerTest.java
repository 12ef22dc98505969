package io.shardwright.planner;

import static io.shardwright.planner.Plans.equalWeights;
import static io.shardwright.planner.Plans.initial;
import static io.shardwright.planner.Plans.plan;
import static io.shardwright.planner.Plans.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @Test
    void aFirstPlanGivesEachShardOneRangeAndMovesNothing() {
        var plan = plan(Ownership.empty(16), weights(400, 100, 300));

        assertThat(ranges(plan.target(), 3)).containsExactly("0-7", "8-9", "10-15");
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.placements()).isEqualTo(16);
        assertThat(plan.movesLowerBound()).isZero();
    }

    @Test
    void keepsEveryPartitionInPlaceWhenNothingChanged() {
        var current = initial(1024, weights(400, 100, 100));

        var plan = plan(current, weights(400, 100, 100));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.target()).isEqualTo(current);
        assertThat(plan.summary()).isEqualTo("nothing to move: every shard owns its quota of 1024 partitions");
    }

    @Test
    void addedShardsTakeTheEndsOfTheOthersRanges() {
        var plan = plan(initial(1024, equalWeights(3)), equalWeights(5));

        assertThat(ranges(plan.target(), 5))
                .containsExactly("0-204", "342-546", "683-887", "205-341,547-614", "615-682,888-1023");
        assertThat(plan.moveCount()).isEqualTo(409).isEqualTo(plan.movesLowerBound());
    }

    @Test
    void removingTheAddedShardsRestoresTheRanges() {
        var before = initial(1024, equalWeights(3));
        var grown = plan(before, equalWeights(5)).target();

        var plan = plan(grown, equalWeights(3));

        assertThat(plan.target()).isEqualTo(before);
        assertThat(plan.moveCount()).isEqualTo(409).isEqualTo(plan.movesLowerBound());
    }

    @Test
    void aShardOfWeightZeroEndsUpWithNothing() {
        var plan = plan(initial(16, equalWeights(4)), weights(100, 0, 100, 100));

        assertThat(ranges(plan.target(), 4)).containsExactly("0-5", "", "6,8-11", "7,12-15");
        assertThat(plan.moves()).extracting(Move::from).containsOnly(new ShardId(1));
        assertThat(plan.before().stranded()).isEqualTo(4);
        assertThat(plan.after().stranded()).isZero();
    }

    @Test
    void movesOffShardsThatHaveToBeEmptiedComeFirst() {
        var current = Ownership.of(new int[] {0, 0, 0, 0, 0, 0, 1, 7});

        var plan = plan(PlanRequest.of(current, weights(100, 100, 100)).withMaxPartitionsPerBatch(1));

        assertThat(plan.batches())
                .extracting(MoveBatch::toString)
                .containsExactly("7 -> 2: 7", "0 -> 1: 3", "0 -> 2: 5", "0 -> 1: 4");
    }

    @Test
    void destinationsStartWithDifferentSources() {
        var current = Ownership.of(new int[] {0, 1, 0, 1, 0, 1, 0, 1});

        var plan = plan(PlanRequest.of(current, equalWeights(4)).withMaxPartitionsPerBatch(1));

        assertThat(plan.batches())
                .extracting(MoveBatch::toString)
                .containsExactly("0 -> 2: 4", "1 -> 3: 7", "1 -> 2: 5", "0 -> 3: 6");
    }

    @Test
    void inputOrderMakesNoDifference() {
        var current = initial(64, weights(1, 2, 3, 4, 5));
        var weights = weights(5, 4, 3, 2, 1, 6);
        var reversed = new java.util.ArrayList<>(weights);
        Collections.reverse(reversed);

        assertThat(plan(current, reversed)).isEqualTo(plan(current, weights));
    }

    @Test
    void weightsThatAreAllZeroAreRefusedWithAFix() {
        assertThat(Planner.plan(PlanRequest.of(Ownership.empty(16), weights(0, 0))))
                .isEqualTo(new Refused(
                        RefusalReason.NO_WEIGHT,
                        "all 2 shards have weight 0, so none may own a partition",
                        "give at least one shard or node class a weight above 0"));
    }

    @Test
    void noShardsAreRefused() {
        assertThat(Planner.plan(PlanRequest.of(Ownership.empty(16), List.of())))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(RefusalReason.NO_SHARDS));
    }

    @Test
    void twoWeightsForOneShardAreTheCallersError() {
        var one = new ShardWeight(new ShardId(3), 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRequest.of(Ownership.empty(16), List.of(one, one)))
                .withMessage("shard 3 has two weights");
    }

    @Test
    void batchesHoldAtLeastOnePartitionAndAsManyAsOneLikes() {
        var request = PlanRequest.of(initial(1024, equalWeights(1)), equalWeights(3));

        assertThat(plan(request).batches()).hasSize(12);
        assertThat(plan(request.withMaxPartitionsPerBatch(Integer.MAX_VALUE)).batches())
                .extracting(MoveBatch::toString)
                .containsExactly("0 -> 1: 342-682", "0 -> 2: 683-1023");
        assertThatIllegalArgumentException().isThrownBy(() -> request.withMaxPartitionsPerBatch(0));
    }

    @Test
    void shardsAreNumberedFromZeroToABound() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ShardId(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ShardId(ShardId.MAX_ORDINAL + 1));
    }

    @Test
    void reportsTheFullestShardAgainstItsFairShare() {
        var plan = plan(Ownership.of(new int[] {0, 0, 0, 0, 0, 0, 1, 1}), weights(100, 300));

        assertThat(plan.before()).isEqualTo(new Balance(3.0, Optional.of(new ShardId(0)), 0, 0));
        assertThat(plan.after()).isEqualTo(new Balance(1.0, Optional.of(new ShardId(0)), 0, 0));
        assertThat(plan.summary())
                .isEqualTo("4 moves (minimum 4) in 1 batch; balance 3.000 × fair (shard 0) -> 1.000 × fair (shard 0)");
    }

    @Test
    void explainsWhatEachShardGetsAndWhy() {
        var plan = plan(Ownership.of(new int[] {0, 0, 0, 0, 0, 0, 1, 1, 2, 9}), weights(100, 200, 0, 300));

        assertThat(List.of(0, 1, 2, 3, 9))
                .extracting(shard -> plan.explain(new ShardId(shard)))
                .containsExactly(
                        "shard 0 gives 4 of 6, keeps 2: weight 100 of 600 is a fair share of 1.67, rounded up",
                        "shard 1 goes from 2 to 3: weight 200 of 600 is a fair share of 3.33, rounded down",
                        "shard 2 gives 1 of 1, keeps 0: weight 0 drains it",
                        "shard 3 goes from 0 to 5: weight 300 of 600 is a fair share of 5.00",
                        "shard 9 gives 1 of 1, keeps 0: it is not among the shards wanted");
    }

    private static List<String> ranges(Ownership ownership, int shards) {
        return IntStream.range(0, shards)
                .mapToObj(shard -> ownership.partitionsOf(new ShardId(shard)).toString())
                .toList();
    }
}
