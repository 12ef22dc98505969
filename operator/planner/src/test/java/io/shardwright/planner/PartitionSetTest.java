package io.shardwright.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionSetTest {

    @Test
    void isWrittenAsRanges() {
        assertThat(PartitionSet.of(7, 0, 2, 1, 9, 10, 2)).hasToString("0-2,7,9-10");
        assertThat(PartitionSet.of(5)).hasToString("5");
        assertThat(PartitionSet.of()).hasToString("");
    }

    @Test
    void countsItsRanges() {
        assertThat(PartitionSet.of(7, 0, 2, 1, 9, 10).ranges()).isEqualTo(3);
        assertThat(PartitionSet.of().ranges()).isZero();
    }

    @Test
    void hasEachPartitionOnceInAscendingOrder() {
        var set = PartitionSet.of(4, 1, 4);

        assertThat(set.stream()).containsExactly(1, 4);
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.contains(4)).isTrue();
        assertThat(set.contains(3)).isFalse();
        assertThat(set).isEqualTo(PartitionSet.of(1, 4)).hasSameHashCodeAs(PartitionSet.of(1, 4));
        assertThat(set).isNotEqualTo(PartitionSet.of(1, 5));
    }
}
