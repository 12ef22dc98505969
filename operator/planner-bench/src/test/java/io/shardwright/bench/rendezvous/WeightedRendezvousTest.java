package io.shardwright.bench.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedRendezvousTest {

    private static final int PARTITIONS = 70_000;

    @Test
    void shardsOwnInProportionToTheirWeights() {
        var ownership = WeightedRendezvous.assign(PARTITIONS, weights(100, 200, 400), 1);

        for (int shard = 0; shard < 3; shard++) {
            double fair = 10_000 * Math.pow(2, shard);
            double deviation = Math.sqrt(fair * (1 - fair / PARTITIONS));
            assertThat((double) ownership.count(new ShardId(shard)))
                    .isBetween(fair - 5 * deviation, fair + 5 * deviation);
        }
    }

    @Test
    void aShardWithoutWeightOwnsNothing() {
        assertThat(WeightedRendezvous.assign(1_000, weights(5, 0, 5), 1).count(new ShardId(1)))
                .isZero();
    }

    @Test
    void anAddedShardTakesAndNothingElseMoves() {
        int[] before = WeightedRendezvous.assign(1_000, weights(1, 2), 1).toArray();
        int[] after = WeightedRendezvous.assign(1_000, weights(1, 2, 3), 1).toArray();

        for (int partition = 0; partition < 1_000; partition++) {
            assertThat(after[partition]).isIn(before[partition], 2);
        }
    }

    private static List<ShardWeight> weights(long... weights) {
        var list = new ArrayList<ShardWeight>();
        for (long weight : weights) {
            list.add(new ShardWeight(new ShardId(list.size()), weight));
        }
        return list;
    }
}
