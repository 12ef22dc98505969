package io.shardwright.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Weights of node classes from what their shards run on.
 *
 * <p>With a<sub>c</sub> the amount that counts by the {@link GrowthAxis} and a the smallest of all classes, the weight of
 * class c is {@value Weights#DEFAULT} × a<sub>c</sub> ÷ a, rounded half up: the smallest class weighs
 * {@value Weights#DEFAULT}, and rounding changes no ratio to it by more than half a percent. Where two amounts count, the
 * smaller ratio does: a shard with four times the CPU and twice the memory can do twice the work that needs both.
 */
final class HardwareWeights {

    private record Resource(String name, String field, Function<Hardware, Optional<Hardware.Amount>> of) {}

    private static final Resource CPU = new Resource("CPU", "resources.requests.cpu", Hardware::cpu);
    private static final Resource MEMORY = new Resource("memory", "resources.requests.memory", Hardware::memory);
    private static final Resource VOLUME = new Resource("volume", "storage.size", Hardware::volume);

    private HardwareWeights() {}

    /**
     * The weight of each class, or the refusal if something that counts isn't known.
     *
     * @param classes at least one, names unique
     */
    static Outcome resolve(GrowthAxis axis, List<NodeClass> classes) {
        var weights = new LinkedHashMap<String, Weights.ClassWeight>();
        for (var resource : resources(axis)) {
            var silent = new ArrayList<String>();
            long least = Long.MAX_VALUE;
            for (var declared : classes) {
                var amount = resource.of().apply(declared.hardware());
                if (amount.isEmpty()) {
                    silent.add(declared.name());
                } else {
                    least = Math.min(least, amount.get().value());
                }
            }
            if (!silent.isEmpty()) {
                return new Outcome(Map.of(), Optional.of(unknown(resource, silent)));
            }
            for (var declared : classes) {
                var weight = weight(
                        resource, resource.of().apply(declared.hardware()).orElseThrow(), least, declared.name());
                weights.merge(declared.name(), weight, (a, b) -> b.weight() < a.weight() ? b : a);
            }
        }
        return new Outcome(weights, Optional.empty());
    }

    /** Either weights or a refusal. */
    record Outcome(Map<String, Weights.ClassWeight> weights, Optional<Refused> refusal) {}

    private static List<Resource> resources(GrowthAxis axis) {
        return switch (axis) {
            case STORAGE -> List.of(VOLUME);
            case THROUGHPUT, CONCURRENCY -> List.of(CPU);
            case LATENCY -> List.of(CPU, MEMORY);
        };
    }

    private static Weights.ClassWeight weight(Resource resource, Hardware.Amount amount, long least, String name) {
        double ratio = (double) amount.value() / least;
        long weight = (long) Math.min(ShardWeight.MAX_WEIGHT, Math.floor(Weights.DEFAULT * ratio + 0.5));
        boolean nodes = amount.source() == Hardware.Source.NODES;
        String why = String.format(
                Locale.ROOT,
                "class %s: %s of %s%s, %.2f × the smallest",
                name,
                resource.name(),
                resource == CPU ? cpus(amount.value()) : bytes(amount.value()),
                nodes ? " on its nodes" : "",
                ratio);
        return new Weights.ClassWeight(weight, nodes ? Weights.Source.NODES : Weights.Source.RESOURCES, why);
    }

    private static Refused unknown(Resource resource, List<String> silent) {
        String names = String.join(", ", silent);
        return new Refused(
                RefusalReason.UNKNOWN_HARDWARE,
                "no node class states a weight, and " + resource.name() + " of node classes " + names + " isn't known",
                "set " + resource.field() + " on " + names + ", or weight on every node class");
    }

    private static String cpus(long thousandths) {
        return thousandths % 1000 == 0 ? Long.toString(thousandths / 1000) : thousandths + "m";
    }

    /** With the largest binary unit in which it is at least 1. */
    private static String bytes(long value) {
        var units = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
        int unit = (63 - Long.numberOfLeadingZeros(value)) / 10;
        double amount = value / Math.pow(1024, unit);
        return amount == Math.rint(amount)
                ? (long) amount + units.get(unit)
                : String.format(Locale.ROOT, "%.1f%s", amount, units.get(unit));
    }
}
