package io.shardwright.planner;

import static io.shardwright.planner.Plans.equalWeights;
import static io.shardwright.planner.Plans.quotas;
import static io.shardwright.planner.Plans.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApportionmentTest {

    @Test
    void wholeFairSharesAreGivenExactly() {
        assertThat(numbers(quotas(Apportionment.apportion(1024, weights(400, 100, 12)))))
                .containsExactly(800, 200, 24);
    }

    @Test
    void whoeverIsOverfullByTheSmallestPartIsRoundedUp() {
        // Fair shares 4.5, 2.7, 1.8: rounded up they'd be 1.111, 1.111 and 1.111 × fair, so the lower two are.
        assertThat(numbers(quotas(Apportionment.apportion(9, weights(50, 30, 20)))))
                .containsExactly(5, 3, 1);
        // Fair shares 10.8, 61.2: 1.019 and 1.013 × fair.
        assertThat(numbers(quotas(Apportionment.apportion(72, weights(15, 85)))))
                .containsExactly(10, 62);
    }

    @Test
    void equalFractionsAreRoundedUpFromTheLowestShard() {
        assertThat(numbers(quotas(Apportionment.apportion(1024, equalWeights(5)))))
                .containsExactly(205, 205, 205, 205, 204);
    }

    @Test
    void aShardThatOwnsMoreThanItsFloorIsRoundedUpBeforeAnyOther() {
        // Fair shares 4.5, 2.7, 1.8.
        var current = Ownership.of(new int[] {0, 0, 0, 0, 0, 2, 2, 1, 1});

        assertThat(numbers(quotas(Apportionment.apportion(current, weights(50, 30, 20)))))
                .containsExactly(5, 2, 2);
    }

    @Test
    void weightZeroGetsNothingAndAddsNothing() {
        assertThat(numbers(quotas(Apportionment.apportion(16, weights(0, 5, 0, 5)))))
                .containsExactly(0, 8, 0, 8);
    }

    @Test
    void moreShardsThanPartitionsLeaveTheHighestShardsWithNone() {
        assertThat(numbers(quotas(Apportionment.apportion(2, equalWeights(4))))).containsExactly(1, 1, 0, 0);
    }

    @Test
    void theLargestWeightsAndPartitionsAreExact() {
        long most = ShardWeight.MAX_WEIGHT;

        var quotas = quotas(Apportionment.apportion(1 << 20, weights(most, most, most - 1)));

        // Fair shares are 349525.33 + 5.4e-5 twice, and 349525.33 - 1.1e-4.
        assertThat(numbers(quotas)).containsExactly(349_526, 349_525, 349_525);
        assertThat(quotas.totalWeight()).isEqualTo(3 * most - 1);
    }

    @Test
    void quotasAreLookedUpByShard() {
        var quotas = quotas(Apportionment.apportion(
                10, List.of(new ShardWeight(new ShardId(7), 4), new ShardWeight(new ShardId(3), 6))));

        assertThat(quotas.shards()).extracting(Quota::shard).containsExactly(new ShardId(3), new ShardId(7));
        assertThat(quotas.of(new ShardId(3))).isEqualTo(6);
        assertThat(quotas.of(new ShardId(7))).isEqualTo(4);
        assertThat(quotas.of(new ShardId(5))).isZero();
    }

    @Test
    void noShardAndNoWeightAreRefused() {
        assertThat(Apportionment.apportion(16, List.of()))
                .isEqualTo(new Refused(
                        RefusalReason.NO_SHARDS,
                        "there is no shard to own a partition",
                        "set spec.shards to at least 1"));
        assertThat(Apportionment.apportion(16, weights(0)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.NO_WEIGHT));
    }

    @Test
    void impossibleWeightsAreTheCallersError() {
        assertThatIllegalArgumentException().isThrownBy(() -> weights(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> weights(ShardWeight.MAX_WEIGHT + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Apportionment.apportion(0, weights(1)));
    }

    /** Against the definition: whoever is rounded up has no larger ⌈f⌉ ÷ f than whoever is rounded down would have. */
    @Test
    void agreesWithTheDefinitionInDecimalArithmetic() {
        var cases = RandomCases.seeded("agreesWithTheDefinitionInDecimalArithmetic", 1, 30);
        for (int i = 0; i < RandomCases.count(3_000); i++) {
            int partitions = 1 + cases.random().nextInt(100_000);
            var weights = cases.nextWeights();

            var quotas = quotas(Apportionment.apportion(partitions, weights));

            var total = weights.stream()
                    .map(weight -> BigDecimal.valueOf(weight.weight()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            var largestUp = BigDecimal.ZERO;
            BigDecimal smallestDown = null;
            for (var quota : quotas.shards()) {
                var fair = BigDecimal.valueOf(quota.weight().weight())
                        .multiply(BigDecimal.valueOf(partitions))
                        .divide(total, 40, RoundingMode.DOWN);
                assertThat(BigDecimal.valueOf(quota.partitions()).subtract(fair).abs())
                        .as("%d partitions, %s", partitions, weights)
                        .isLessThan(BigDecimal.ONE);
                if (quota.remainder() == 0) {
                    continue;
                }
                // ⌈f⌉ ÷ f is W ÷ P times this, the same factor for all.
                var overFair = BigDecimal.valueOf(quota.ceiling())
                        .divide(BigDecimal.valueOf(quota.weight().weight()), 40, RoundingMode.HALF_EVEN);
                if (quota.partitions() > quota.floor()) {
                    largestUp = largestUp.max(overFair);
                } else {
                    smallestDown = smallestDown == null ? overFair : smallestDown.min(overFair);
                }
            }
            if (smallestDown != null) {
                assertThat(largestUp)
                        .as("%d partitions, %s", partitions, weights)
                        .isLessThanOrEqualTo(smallestDown);
            }
            assertThat(numbers(quotas).stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(partitions);
        }
    }

    @Test
    void theOrderOfTheWeightsMakesNoDifference() {
        var weights = weights(3, 3, 3, 7, 7);

        assertThat(Apportionment.apportion(16, weights.reversed())).isEqualTo(Apportionment.apportion(16, weights));
    }

    private static List<Integer> numbers(Quotas quotas) {
        return quotas.shards().stream().map(Quota::partitions).toList();
    }
}
