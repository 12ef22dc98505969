package io.shardwright.planner;

import static io.shardwright.planner.NodeClass.counted;
import static io.shardwright.planner.NodeClass.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static final List<NodeClass> WEIGHTED =
            List.of(counted("large", 1).withWeight(400), open("small").withWeight(100));

    @Test
    void aShardsOwnWeightWinsOverItsClass() {
        assertThat(resolve(3, WEIGHTED, Map.of(new ShardId(0), 50L)))
                .isEqualTo(new Weights(List.of(
                        sourced(0, 50, Weights.Source.SHARD),
                        sourced(1, 100, Weights.Source.CLASS),
                        sourced(2, 100, Weights.Source.CLASS))));
    }

    @Test
    void aShardsOwnWeightOfZeroDrainsIt() {
        assertThat(resolve(2, WEIGHTED, Map.of(new ShardId(1), 0L)))
                .isInstanceOfSatisfying(
                        Weights.class,
                        weights -> assertThat(weights.values())
                                .containsExactly(
                                        new ShardWeight(new ShardId(0), 400), new ShardWeight(new ShardId(1), 0)));
    }

    @Test
    void withoutAnyWeightAllShardsAreEqual() {
        assertThat(resolve(2, List.of(counted("large", 1), open("small")), Map.of()))
                .isEqualTo(new Weights(
                        List.of(sourced(0, 100, Weights.Source.DEFAULT), sourced(1, 100, Weights.Source.DEFAULT))));
        assertThat(resolve(1, List.of(), Map.of()))
                .isEqualTo(new Weights(List.of(sourced(0, 100, Weights.Source.DEFAULT))));
    }

    @Test
    void weightsOnSomeClassesOnlyAreRefused() {
        assertThat(resolve(3, List.of(counted("large", 1).withWeight(400), open("small")), Map.of()))
                .isEqualTo(new Refused(
                        RefusalReason.MIXED_CLASS_WEIGHTS,
                        "node classes small state no weight, and others do",
                        "set weight on small, or on no node class"));
    }

    @Test
    void aWeightForAShardThatDoesNotExistIsRefused() {
        assertThat(resolve(3, WEIGHTED, Map.of(new ShardId(5), 1L, new ShardId(3), 1L)))
                .isEqualTo(new Refused(
                        RefusalReason.UNKNOWN_SHARD,
                        "a weight is stated for shard 3, and the shards are 0 to 2",
                        "remove shard 3 from shardWeights, or set spec.shards to at least 4"));
    }

    private static WeightResult resolve(int shards, List<NodeClass> declared, Map<ShardId, Long> stated) {
        return switch (ClassAssignment.assign(declared, shards, ClassAssignment.none())) {
            case ClassAssignment assignment -> Weights.resolve(shards, declared, assignment, stated);
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    private static Weights.Sourced sourced(int shard, long weight, Weights.Source source) {
        return new Weights.Sourced(new ShardWeight(new ShardId(shard), weight), source);
    }
}
