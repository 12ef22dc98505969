package io.shardwright.planner;

import static io.shardwright.planner.NodeClass.counted;
import static io.shardwright.planner.NodeClass.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static final long GI = 1L << 30;
    private static final List<NodeClass> WEIGHTED =
            List.of(counted("large", 1).withWeight(400), open("small").withWeight(100));

    @Test
    void aShardsOwnWeightWinsOverItsClass() {
        assertThat(lines(resolve(3, WEIGHTED, Map.of(new ShardId(0), 50L))))
                .containsExactly(
                        "0 50 SHARD weight of shard 0",
                        "1 100 CLASS weight of class small",
                        "2 100 CLASS weight of class small");
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
    void withoutClassesAllShardsAreEqual() {
        assertThat(lines(resolve(2, List.of(), Map.of())))
                .containsExactly("0 100 DEFAULT all shards are alike", "1 100 DEFAULT all shards are alike");
    }

    @Test
    void withoutWeightsClassesWeighWhatTheAxisGrowsBy() {
        var large = counted("large", 1).withHardware(hardware(8_000, 32 * GI, 70 * GI));
        var small = open("small").withHardware(hardware(2_000, 16 * GI, 30 * GI));
        assertThat(lines(resolve(GrowthAxis.STORAGE, 2, List.of(large, small), Map.of())))
                .containsExactly(
                        "0 233 RESOURCES class large: volume of 70Gi, 2.33 × the smallest",
                        "1 100 RESOURCES class small: volume of 30Gi, 1.00 × the smallest");
        for (var axis : List.of(GrowthAxis.THROUGHPUT, GrowthAxis.CONCURRENCY)) {
            assertThat(lines(resolve(axis, 2, List.of(large, small), Map.of())))
                    .containsExactly(
                            "0 400 RESOURCES class large: CPU of 8, 4.00 × the smallest",
                            "1 100 RESOURCES class small: CPU of 2, 1.00 × the smallest");
        }
        assertThat(lines(resolve(GrowthAxis.LATENCY, 2, List.of(large, small), Map.of())))
                .as("the scarcer of CPU and memory")
                .containsExactly(
                        "0 200 RESOURCES class large: memory of 32Gi, 2.00 × the smallest",
                        "1 100 RESOURCES class small: CPU of 2, 1.00 × the smallest");
    }

    @Test
    void whatResourcesDoNotTellIsTakenFromTheNodes() {
        var onNodes = new Hardware(
                Optional.of(new Hardware.Amount(7_910, Hardware.Source.NODES)), Optional.empty(), Optional.empty());
        var large = counted("large", 1).withHardware(Hardware.UNKNOWN.orElse(onNodes));
        var small = open("small").withHardware(hardware(1_000, GI, GI).orElse(onNodes));
        assertThat(lines(resolve(GrowthAxis.THROUGHPUT, 2, List.of(large, small), Map.of())))
                .containsExactly(
                        "0 791 NODES class large: CPU of 7910m on its nodes, 7.91 × the smallest",
                        "1 100 RESOURCES class small: CPU of 1, 1.00 × the smallest");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThat(resolve(GrowthAxis.LATENCY, 3, List.of(counted("large", 1), open("small")), Map.of()))
                .isEqualTo(new Refused(
                        RefusalReason.UNKNOWN_HARDWARE,
                        "no node class states a weight, and CPU of node classes large, small isn't known",
                        "set resources.requests.cpu on large, small, or weight on every node class"));
    }

    @Test
    void aWeightStatedForAShardWinsOverItsHardware() {
        var classes = List.of(open("all").withHardware(hardware(1_000, GI, GI)));
        assertThat(lines(resolve(2, classes, Map.of(new ShardId(1), 0L))))
                .containsExactly(
                        "0 100 RESOURCES class all: volume of 1Gi, 1.00 × the smallest", "1 0 SHARD weight of shard 1");
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
        return resolve(GrowthAxis.STORAGE, shards, declared, stated);
    }

    private static WeightResult resolve(
            GrowthAxis axis, int shards, List<NodeClass> declared, Map<ShardId, Long> stated) {
        return switch (ClassAssignment.assign(declared, shards, ClassAssignment.none())) {
            case ClassAssignment assignment -> Weights.resolve(shards, axis, declared, assignment, stated);
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    private static Hardware hardware(long cpu, long memory, long volume) {
        return new Hardware(amount(cpu), amount(memory), amount(volume));
    }

    private static Optional<Hardware.Amount> amount(long value) {
        return Optional.of(new Hardware.Amount(value, Hardware.Source.RESOURCES));
    }

    private static List<String> lines(WeightResult result) {
        return switch (result) {
            case Weights weights ->
                weights.shards().stream()
                        .map(sourced -> sourced.weight().shard() + " "
                                + sourced.weight().weight() + " " + sourced.source() + " " + sourced.why())
                        .toList();
            case Refused refused -> throw new AssertionError(refused);
        };
    }
}
