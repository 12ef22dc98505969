package io.shardwright.bench.report;

import io.shardwright.bench.report.PowerLaw.Point;
import io.shardwright.bench.results.ScalingCell;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How time grows with the input, in the upper part of what was measured: below it, fixed costs hide growth.
 *
 * @param overPartitions by number of shards, from {@value #LEAST_PARTITIONS} partitions on
 * @param overShards at the most partitions measured, from {@value #LEAST_SHARDS} shards on; absent if there are too few
 */
record Fits(SortedMap<Integer, PowerLaw> overPartitions, SortedMap<Integer, PowerLaw> overShards) {

    static final int LEAST_PARTITIONS = 30_000;
    static final int LEAST_SHARDS = 100;

    static Fits of(List<ScalingCell> grid) {
        var upper = grid.stream()
                .filter(cell -> cell.partitions() >= LEAST_PARTITIONS)
                .collect(Collectors.groupingBy(ScalingCell::shards));
        int most = grid.stream().mapToInt(ScalingCell::partitions).max().orElse(0);
        var widest = grid.stream()
                .filter(cell -> cell.partitions() == most && cell.shards() >= LEAST_SHARDS)
                .collect(Collectors.groupingBy(ScalingCell::partitions));
        return new Fits(fits(upper, ScalingCell::partitions), fits(widest, ScalingCell::shards));
    }

    private static SortedMap<Integer, PowerLaw> fits(
            Map<Integer, List<ScalingCell>> groups, ToIntFunction<ScalingCell> size) {
        var fits = new TreeMap<Integer, PowerLaw>();
        groups.forEach((key, cells) -> {
            var points = cells.stream()
                    .map(cell -> new Point(size.applyAsInt(cell), cell.medianMillis()))
                    .toList();
            if (points.stream().map(Point::x).distinct().count() >= 3) {
                fits.put(key, PowerLaw.fit(points));
            }
        });
        return fits;
    }

    /** The largest exponent; not a number if nothing could be fitted, which is no evidence of anything. */
    double steepest() {
        return Stream.of(overPartitions, overShards)
                .flatMap(fits -> fits.values().stream())
                .mapToDouble(PowerLaw::exponent)
                .max()
                .orElse(Double.NaN);
    }
}
