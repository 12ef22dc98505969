package io.shardwright.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuotasTest {

    @Test
    void aQuotaIsTheFairShareRoundedDownOrUp() {
        assertThat(quota(0, 3, 1, 3).ceiling()).isEqualTo(4);
        assertThat(quota(0, 3, 1, 4).ceiling()).isEqualTo(4);
        assertThat(quota(0, 3, 0, 3).ceiling()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> quota(0, 3, 0, 4))
                .withMessage("shard 0 can't have 4 partitions at floor 3, remainder 0");
        assertThatIllegalArgumentException().isThrownBy(() -> quota(0, 3, 1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> quota(0, 3, 1, 2));
    }

    @Test
    void quotasAddUpToAllPartitions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quotas(8, 100, List.of(quota(0, 7, 0, 7))))
                .withMessage("quotas add up to 7 of 8 partitions");
        assertThatIllegalArgumentException().isThrownBy(() -> new Quotas(6, 100, List.of(quota(0, 7, 0, 7))));
    }

    @Test
    void quotasAreByAscendingShard() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quotas(5, 200, List.of(quota(1, 2, 1, 2), quota(0, 2, 1, 3))))
                .withMessage("shard 0 is out of order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quotas(5, 200, List.of(quota(0, 2, 1, 2), quota(0, 2, 1, 3))));
    }

    private static Quota quota(int shard, int floor, long remainder, int partitions) {
        return new Quota(new ShardWeight(new ShardId(shard), 100), floor, remainder, partitions);
    }
}
