package io.shardwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.contract.OwnershipMap.ShardRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnershipTableTest {
    @Test
    void findsOwnerAndEpochOfEveryPartition() {
        var table = OwnershipTable.of(new OwnershipMap(
                "u",
                7,
                16,
                List.of(new ShardRanges(0, "0-3,9"), new ShardRanges(5, "4-8")),
                List.of(new EpochRanges(3, "9"))));
        assertThat(table.owner(9)).isZero();
        assertThat(table.owner(8)).isEqualTo(5);
        assertThat(table.owner(15)).isEqualTo(OwnershipTable.NOBODY);
        assertThat(table.partitionEpoch(9)).isEqualTo(3);
        assertThat(table.partitionEpoch(0)).isEqualTo(1);
    }

    @Test
    void refusesAMapWithTwoOwnersOfOnePartition() {
        var map =
                new OwnershipMap("u", 1, 16, List.of(new ShardRanges(0, "0-3"), new ShardRanges(1, "3-4")), List.of());
        assertThatThrownBy(() -> OwnershipTable.of(map)).hasMessageContaining("partition 3");
    }
}
