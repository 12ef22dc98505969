package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Parts that fail and are repaired in time, and one shard behind routers that follows. Knows nothing of the model's
 * formulas.
 *
 * <p>Times to failure and to repair are exponential. A leader's failure is noticed and handled after a fixed pause if enough
 * replicas are left, with a random one of them leading then. When enough replicas come back after an outage, one of them
 * leads at once.
 */
final class FailureSimulation {

    private static final int BATCHES = 40;

    /** The mean share of time down, and the standard error of that by batch means. */
    record Outcome(double unavailability, double error, long events) {}

    private final SplittableRandom random;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Double> meanUp = new ArrayList<>();
    private final double meanDown;
    private final int[][] routers;
    private final int[][] replicas;
    private final int needed;
    private final boolean leads;
    private final double pause;

    private final boolean[] isUp;
    private final double[] next;
    private double now;
    private int leader;
    private double pauseEnds = Double.POSITIVE_INFINITY;

    FailureSimulation(ShardedSystem system, long seed) {
        random = new SplittableRandom(seed);
        var assumed = system.assumptions();
        meanDown = assumed.meanTimeToRepair().toNanos() / 1e9;
        routers = parts(system.placement().routers(), assumed);
        replicas = parts(system.placement().shards().firstEntry().getValue(), assumed);
        needed = system.replication() == Replication.QUORUM ? replicas.length / 2 + 1 : 1;
        leads = system.replication() != Replication.ANY_REPLICA;
        pause = (assumed.detection().toNanos()
                        + assumed.takeOver().toNanos()
                        + (system.replication() == Replication.COLD_STANDBY
                                ? assumed.coldLoad().toNanos()
                                : 0))
                / 1e9;
        isUp = new boolean[meanUp.size()];
        next = new double[meanUp.size()];
        for (int part = 0; part < next.length; part++) {
            isUp[part] = true;
            next[part] = exponential(meanUp.get(part));
        }
    }

    private int[][] parts(List<Location> members, Assumptions assumed) {
        int[][] all = new int[members.size()][];
        for (int i = 0; i < all.length; i++) {
            var needs = new ArrayList<Integer>();
            addPart("process " + numbers.size(), assumed.process(), needs);
            addPart("host " + members.get(i).host().orElseThrow(), assumed.host(), needs);
            addPart("zone " + members.get(i).zone().orElse(""), assumed.zone(), needs);
            all[i] = needs.stream().mapToInt(Integer::intValue).toArray();
        }
        return all;
    }

    private void addPart(String name, Uptime uptime, List<Integer> needs) {
        double u = uptime.unavailability();
        if (u > 0) {
            needs.add(numbers.computeIfAbsent(name, unused -> {
                meanUp.add(meanDown * (1 - u) / u);
                return meanUp.size() - 1;
            }));
        }
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Runs until so many parts have failed or come back. */
    Outcome run(long events) {
        double[] down = new double[BATCHES];
        double[] time = new double[BATCHES];
        for (int batch = 0; batch < BATCHES; batch++) {
            for (long event = 0; event < events / BATCHES; event++) {
                double before = now;
                boolean serves = serves();
                step();
                time[batch] += now - before;
                down[batch] += serves ? 0 : now - before;
            }
        }
        double mean = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            mean += down[batch] / time[batch] / BATCHES;
        }
        double squares = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            squares += Math.pow(down[batch] / time[batch] - mean, 2);
        }
        return new Outcome(mean, Math.sqrt(squares / (BATCHES - 1) / BATCHES), events);
    }

    private boolean serves() {
        return (routers.length == 0 || up(routers) > 0) && up(replicas) >= needed && (!leads || leader >= 0);
    }

    private void step() {
        int first = 0;
        for (int part = 1; part < next.length; part++) {
            first = next[part] < next[first] ? part : first;
        }
        if (pauseEnds < next[first]) {
            now = pauseEnds;
            pauseEnds = Double.POSITIVE_INFINITY;
            leader = anyUp();
            return;
        }
        now = next[first];
        isUp[first] = !isUp[first];
        next[first] = now + exponential(isUp[first] ? meanUp.get(first) : meanDown);
        follow();
    }

    private void follow() {
        boolean enough = up(replicas) >= needed;
        if (!enough) {
            leader = -1;
            pauseEnds = Double.POSITIVE_INFINITY;
        } else if (leader >= 0 && !isUp(replicas[leader])) {
            leader = -1;
            pauseEnds = now + pause;
        } else if (leader < 0 && pauseEnds == Double.POSITIVE_INFINITY) {
            leader = anyUp();
        }
    }

    private int anyUp() {
        int skip = random.nextInt(up(replicas));
        for (int i = 0; ; i++) {
            if (isUp(replicas[i]) && skip-- == 0) {
                return i;
            }
        }
    }

    private int up(int[][] members) {
        int count = 0;
        for (int[] member : members) {
            count += isUp(member) ? 1 : 0;
        }
        return count;
    }

    private boolean isUp(int[] member) {
        for (int part : member) {
            if (!isUp[part]) {
                return false;
            }
        }
        return true;
    }
}
