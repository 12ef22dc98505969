package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.controller.ownership.Way;
import io.shardwright.crds.v1alpha1.RebalancePolicy;
import io.shardwright.planner.ShardId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final long MEBI = 1 << 20;
    private static final Way A_TO_B = way(0, 1);
    private static final Way A_TO_C = way(0, 2);
    private static final Way D_TO_E = way(3, 4);

    private static Way way(int from, int to) {
        return new Way(new ShardId(from), new ShardId(to));
    }

    private static RebalancePolicy policy(String all, String each) {
        return new RebalancePolicy(null, null, new Quantity(all), each.isEmpty() ? null : new Quantity(each));
    }

    @Test
    void allShareTheBudgetEvenly() {
        var rates = new Rates(policy("12Mi", ""), List.of(A_TO_B, A_TO_C, D_TO_E));

        assertThat(rates.of(A_TO_B)).isEqualTo(4 * MEBI);
        assertThat(rates.of(D_TO_E)).isEqualTo(4 * MEBI);
    }

    @Test
    void whatGoesFromOrToTheSameShardSharesWhatAShardMayGiveAndTake() {
        var rates = new Rates(policy("1Gi", "6Mi"), List.of(A_TO_B, A_TO_C, D_TO_E, way(5, 4), way(6, 4)));

        assertThat(rates.of(A_TO_B)).as("of two that leave A").isEqualTo(3 * MEBI);
        assertThat(rates.of(D_TO_E)).as("of three that go to E").isEqualTo(2 * MEBI);
    }

    @Test
    void theSmallerOfBothLimitsCounts() {
        assertThat(new Rates(policy("4Mi", "6Mi"), List.of(A_TO_B)).of(A_TO_B)).isEqualTo(4 * MEBI);
        assertThat(new Rates(policy("8Mi", "6Mi"), List.of(A_TO_B)).of(A_TO_B)).isEqualTo(6 * MEBI);
    }
}
