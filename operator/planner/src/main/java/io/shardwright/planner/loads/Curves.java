package io.shardwright.planner.loads;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The fewest bytes that have to leave a shard to take some load off it, fractions of partitions allowed: the partitions with
 * the fewest bytes for their load go first. Convex, and 0 at 0. A shard's curve is made when it is asked for and kept until
 * something on the shard changes.
 */
final class Curves {

    private record Curve(int version, double[] loads, double[] bytes, long divisor) {

        double leastBytes(double load) {
            int i = Arrays.binarySearch(loads, load);
            int index = i >= 0 ? i : -i - 1;
            if (index >= loads.length) {
                return Double.POSITIVE_INFINITY;
            }
            double from = index == 0 ? 0 : loads[index - 1];
            double bytesFrom = index == 0 ? 0 : bytes[index - 1];
            return bytesFrom + (bytes[index] - bytesFrom) * (load - from) / (loads[index] - from);
        }
    }

    private static final double ROUNDING = 1e-6;

    private final Layout layout;
    private final IntPredicate pinned;
    private final IntToLongFunction costs;
    private final Curve[] curves;

    /** @param pinned partitions that may not leave */
    Curves(Layout layout, IntPredicate pinned, IntToLongFunction costs) {
        this.layout = layout;
        this.costs = costs;
        this.pinned = pinned;
        this.curves = new Curve[layout.shards()];
    }

    /** The fewest bytes; infinite if so much may not leave. */
    double leastBytes(int shard, double load) {
        if (load <= 0) {
            return 0;
        }
        return upToDate(shard).leastBytes(load);
    }

    /** At least so many bytes have whole partitions that take a load off; infinite if so much may not leave. */
    double leastBytesOfWhole(int shard, double load, Budget budget) {
        if (load <= 0) {
            return 0;
        }
        var curve = upToDate(shard);
        return Cover.leastBytes(curve.loads(), curve.bytes(), Math.ceil(load), divisor(shard), budget);
    }

    /** Bytes of whole partitions of a shard, at least so many: a multiple of the greatest common divisor of what may leave. */
    double roundedUp(int shard, double bytes) {
        double divisor = divisor(shard);
        return Double.isFinite(bytes) ? Math.ceil(bytes / divisor - ROUNDING) * divisor : bytes;
    }

    /** At most so many. */
    double roundedDown(int shard, double bytes) {
        double divisor = divisor(shard);
        return Double.isFinite(bytes) ? Math.floor(bytes / divisor + ROUNDING) * divisor : bytes;
    }

    private long divisor(int shard) {
        return Math.max(1, upToDate(shard).divisor());
    }

    private Curve upToDate(int shard) {
        var curve = curves[shard];
        if (curve == null || curve.version() != layout.version(shard)) {
            curve = curve(shard);
            curves[shard] = curve;
        }
        return curve;
    }

    private Curve curve(int shard) {
        int[] cheapest = IntStream.of(layout.members(shard))
                .filter(p -> layout.loads.load(p) > 0 && !pinned.test(p))
                .boxed()
                .sorted(Comparator.comparingDouble(p -> (double) costs.applyAsLong(p) / layout.loads.load(p)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] loads = new double[cheapest.length];
        double[] bytes = new double[cheapest.length];
        for (int i = 0; i < cheapest.length; i++) {
            loads[i] = layout.loads.load(cheapest[i]) + (i == 0 ? 0 : loads[i - 1]);
            bytes[i] = costs.applyAsLong(cheapest[i]) + (i == 0 ? 0 : bytes[i - 1]);
        }
        long divisor = IntStream.of(cheapest).mapToLong(layout.loads::bytes).reduce(0, Curves::greatestCommonDivisor);
        return new Curve(layout.version(shard), loads, bytes, divisor);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
