package io.shardwright.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.PartitionSet;
import org.junit.jupiter.api.Test;

class DriftRecordTest {

    private static final long[] BYTES = {10, 20};
    private static final Ownership START = Ownership.of(new int[] {0, 1});
    private static final Ownership MOVED = Ownership.of(new int[] {1, 1});

    @Test
    void countsAReturnWithinAnHour() {
        var record = new DriftRecord(START, 1);
        record.moved(0, 0, START, MOVED, BYTES);
        record.moved(0, 55, MOVED, START, BYTES);
        record.balance(1, 1, true);

        var run = record.run("", 2, 2);
        assertThat(run.backWithinHour()).isOne();
        assertThat(run.shortestReturnMinutes()).isEqualTo(55);
        assertThat(run.movesPerDay()).containsExactly(2);
        assertThat(run.bytesPerDay()).containsExactly(20L);
    }

    @Test
    void countsNoReturnAfterAnHourAndNoneToAnotherShard() {
        var record = new DriftRecord(START, 1);
        record.moved(0, 0, START, MOVED, BYTES);
        record.moved(0, 5, MOVED, Ownership.of(new int[] {2, 1}), BYTES);
        record.moved(0, 60, Ownership.of(new int[] {2, 1}), START, BYTES);
        record.balance(1, 1, true);

        var run = record.run("", 2, 3);
        assertThat(run.backWithinHour()).isZero();
        assertThat(run.shortestReturnMinutes()).isEqualTo(60);
    }

    @Test
    void pinsWhatMovedLessThanAnHourAgo() {
        var record = new DriftRecord(START, 1);
        record.moved(0, 100, START, MOVED, BYTES);

        assertThat(record.movedSince(99)).isEqualTo(PartitionSet.of(0));
        assertThat(record.movedSince(100)).isEqualTo(PartitionSet.of());
    }

    @Test
    void percentilesAreByNearestRank() {
        double[] values = {4, 1, 3, 2};

        assertThat(DriftSimulation.percentile(values, 50)).isEqualTo(2);
        assertThat(DriftSimulation.percentile(values, 99)).isEqualTo(4);
        assertThat(DriftSimulation.percentile(values, 100)).isEqualTo(4);
    }
}
