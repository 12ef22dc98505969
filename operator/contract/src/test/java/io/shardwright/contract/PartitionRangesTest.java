package io.shardwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionRangesTest {
    @Test
    void writesTheShortestTextAndReadsItBack() {
        assertThat(PartitionRanges.of(IntStream.of(3, 1, 2, 9, 7, 8, 20))).hasToString("1-3,7-9,20");
        assertThat(PartitionRanges.parse("0-127,512", 1024).size()).isEqualTo(129);
        assertThat(PartitionRanges.empty()).hasToString("");
        assertThat(PartitionRanges.parse("", 16).isEmpty()).isTrue();
    }

    @Test
    void readsBackWhatItWroteForRandomSets() {
        long seed = Long.getLong("shardwright.seed", System.nanoTime());
        System.out.println("PartitionRangesTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            BitSet bits = new BitSet();
            int bound = 1 + random.nextInt(2000);
            for (int i = 0; i < bound; i++) {
                bits.set(i, random.nextInt(3) > 0);
            }
            PartitionRanges set = PartitionRanges.of(bits);
            assertThat(PartitionRanges.parse(set.toString(), 65_536)).isEqualTo(set);
            assertThat(set.stream().toArray()).isEqualTo(bits.stream().toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5-3", "3,3", "1-2,3", "3-3", "a", "1-", "-1", "1,,3", "1 -3", "16", "0-16", "99999999", "3,1"})
    void refusesWhatIsNotTheOneTextOfASet(String text) {
        assertThatThrownBy(() -> PartitionRanges.parse(text, 16)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesSets() {
        PartitionRanges set = PartitionRanges.parse("0-7", 16);
        assertThat(set.containsAll(PartitionRanges.parse("2,5-7", 16))).isTrue();
        assertThat(set.containsAll(PartitionRanges.parse("7-8", 16))).isFalse();
        assertThat(set.intersects(PartitionRanges.parse("7-8", 16))).isTrue();
        assertThat(set.intersects(PartitionRanges.parse("8", 16))).isFalse();
    }
}
