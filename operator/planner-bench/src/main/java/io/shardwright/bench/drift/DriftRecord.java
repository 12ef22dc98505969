package io.shardwright.bench.drift;

import io.shardwright.bench.results.DriftRun;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PartitionSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What happened during a simulation, as it happens. Times are minutes since its start. */
final class DriftRecord {

    private static final int NEVER = Integer.MIN_VALUE / 2;

    private final int[] movedAt;
    private final List<Map<Integer, Integer>> leftAt = new ArrayList<>();
    private final Integer[] movesPerDay;
    private final Long[] bytesPerDay;
    private final List<Double> overFair = new ArrayList<>();
    private final List<Double> untouched = new ArrayList<>();
    private final List<Double> hourly = new ArrayList<>();
    private int backWithinHour;
    private int shortestReturn = Integer.MAX_VALUE;

    DriftRecord(Ownership start, int days) {
        movedAt = new int[start.partitions()];
        Arrays.fill(movedAt, NEVER);
        for (int partition = 0; partition < movedAt.length; partition++) {
            leftAt.add(new HashMap<>());
        }
        movesPerDay = new Integer[days];
        Arrays.fill(movesPerDay, 0);
        bytesPerDay = new Long[days];
        Arrays.fill(bytesPerDay, 0L);
    }

    /** The partitions that moved after a time. */
    PartitionSet movedSince(int minute) {
        return PartitionSet.of(IntStream.range(0, movedAt.length)
                .filter(partition -> movedAt[partition] > minute)
                .toArray());
    }

    /** Notes who moved. */
    void moved(int day, int minute, Ownership before, Ownership after, long[] bytes) {
        int[] from = before.toArray();
        int[] to = after.toArray();
        for (int partition = 0; partition < from.length; partition++) {
            if (from[partition] == to[partition]) {
                continue;
            }
            movesPerDay[day]++;
            bytesPerDay[day] += bytes[partition];
            movedAt[partition] = minute;
            leftAt.get(partition).put(from[partition], minute);
            int away = minute - leftAt.get(partition).getOrDefault(to[partition], NEVER);
            shortestReturn = Math.min(shortestReturn, away);
            backWithinHour += away < DriftSimulation.REST_MINUTES ? 1 : 0;
        }
    }

    /** Notes how even the loads are, and how even they were if nothing had moved since the start. */
    void balance(double now, double ifUntouched, boolean onTheHour) {
        overFair.add(now);
        untouched.add(ifUntouched);
        if (onTheHour) {
            hourly.add(now);
        }
    }

    DriftRun run(String name, int partitions, int shards) {
        double[] now = overFair.stream().mapToDouble(Double::doubleValue).toArray();
        double[] never = untouched.stream().mapToDouble(Double::doubleValue).toArray();
        return new DriftRun(
                name,
                movesPerDay.length,
                partitions,
                shards,
                now.length,
                List.of(movesPerDay),
                List.of(bytesPerDay),
                List.copyOf(hourly),
                DriftSimulation.percentile(now, 50),
                DriftSimulation.percentile(now, 99),
                DriftSimulation.percentile(now, 100),
                DriftSimulation.percentile(never, 50),
                DriftSimulation.percentile(never, 99),
                DriftSimulation.percentile(never, 100),
                backWithinHour,
                shortestReturn > movesPerDay.length * 24 * 60 ? -1 : shortestReturn);
    }
}
