package io.shardwright.bench.skew;

import io.shardwright.bench.waged.Waged;
import io.shardwright.bench.waged.WagedProblem;
import io.shardwright.bench.waged.WagedProblem.Change;
import io.shardwright.bench.waged.WagedProblem.Instance;
import io.shardwright.bench.waged.WagedProblem.Usage;
import io.shardwright.bench.waged.WagedSetting;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The ways in which WAGED gets skewed loads: the load is the dimension that it evens out, and the bytes are a second one with
 * ample limits, as ours gets them.
 *
 * <p>Where the load's limit is 1.05 × the best any assignment could reach, it has the very constraint that ours has.
 */
enum WagedOnLoads {
    SHIPPED(WagedSetting.SHIPPED, 3),
    BY_CAPACITY(WagedSetting.BY_CAPACITY, 3),
    EVEN_FIRST(WagedSetting.EVEN_FIRST, 3),
    LIMITED(WagedSetting.BY_CAPACITY, 1.05),
    LIMITED_STAY_FIRST(WagedSetting.STAY_FIRST, 1.05);

    /** Helix adds up limits in an int. */
    private static final double MOST_IN_ALL = 2_000_000_000;

    private static final int BYTES_PER_UNIT = 1 << 16;

    private final WagedSetting setting;
    private final double limit;

    WagedOnLoads(WagedSetting setting, double limit) {
        this.setting = setting;
        this.limit = limit;
    }

    /** As shown in tables. */
    String title() {
        return "WAGED, " + setting.name() + ", limits " + limit + " ×";
    }

    /** WAGED, about to even out these loads. */
    Waged waged(SkewedProblem problem) {
        double limitOverFair = limit * Math.max(1, problem.largestOverFair());
        double perInstance = MOST_IN_ALL / problem.weights().size();
        double scale = perInstance / (limitOverFair * problem.fair());
        long[] load = problem.loads().load();
        long[] bytes = problem.loads().bytes();
        int allBytes = (int) (Arrays.stream(bytes).sum() / BYTES_PER_UNIT) + bytes.length;
        var usage = IntStream.range(0, load.length)
                .mapToObj(partition -> new Usage(
                        (int) Math.max(1, load[partition] * scale), (int) (bytes[partition] / BYTES_PER_UNIT)))
                .toList();
        var instances = problem.weights().stream()
                .map(weight -> new Instance(weight.shard().ordinal(), (int) perInstance, allBytes))
                .toList();
        return new Waged(new WagedProblem(problem.current(), instances, usage, Change.USAGE_CHANGED), setting);
    }
}
