package io.shardwright.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final ShardId ZERO = new ShardId(0);
    private static final ShardId TWO = new ShardId(2);

    @Test
    void answersWhoOwnsWhat() {
        var ownership = Ownership.of(new int[] {2, 0, -1, 2, 2});

        assertThat(ownership.partitions()).isEqualTo(5);
        assertThat(ownership.owner(0)).hasValue(TWO);
        assertThat(ownership.owner(2)).isEmpty();
        assertThat(ownership.unowned()).isEqualTo(1);
        assertThat(ownership.counts()).isEqualTo(Map.of(ZERO, 1, TWO, 3));
        assertThat(ownership.count(new ShardId(9))).isZero();
        assertThat(ownership.partitionsOf(TWO)).isEqualTo(PartitionSet.of(0, 3, 4));
    }

    @Test
    void isUnaffectedByItsCallersArrays() {
        int[] owners = {0, 0};
        var ownership = Ownership.of(owners);

        owners[0] = 1;
        ownership.toArray()[1] = 1;

        assertThat(ownership.counts()).isEqualTo(Map.of(ZERO, 2));
        assertThat(ownership.toArray()).containsExactly(0, 0);
    }

    @Test
    void givesPartitionsToAShardInACopy() {
        var before = Ownership.empty(3);

        assertThat(before.with(PartitionSet.of(2, 0), TWO)).isEqualTo(Ownership.of(new int[] {2, -1, 2}));
        assertThat(before).isEqualTo(Ownership.of(new int[] {-1, -1, -1}));
    }

    @Test
    void refusesWhatCannotBeAnOwner() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ownership.of(new int[] {0, -2}))
                .withMessageContaining("partition 1 has owner -2");
        assertThatIllegalArgumentException().isThrownBy(() -> Ownership.of(new int[] {ShardId.MAX_ORDINAL + 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> Ownership.of(new int[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Ownership.empty(0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Ownership.empty(2).owner(2));
    }
}
