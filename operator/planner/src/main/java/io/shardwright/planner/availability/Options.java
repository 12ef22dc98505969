package io.shardwright.planner.availability;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What may be changed to meet a target.
 *
 * @param replicaCounts counts of replicas that the product takes, ascending
 * @param mostRouters how many routers there may be
 * @param detections times to detection that can be set, longest first; empty if it can't be set
 * @param spread whether replicas may be told to keep apart; it needs as many hosts, or zones
 * @param hotStandby whether a cold standby may become a hot one
 */
public record Options(
        List<Integer> replicaCounts, int mostRouters, List<Duration> detections, boolean spread, boolean hotStandby) {

    private static final int MOST_ROUTERS = 20;

    public Options {
        replicaCounts = replicaCounts.stream().sorted().distinct().toList();
        detections =
                detections.stream().sorted(Comparator.reverseOrder()).distinct().toList();
    }

    /** Everything: 1, 3, 5 or 7 replicas, up to {@value #MOST_ROUTERS} routers, detection in 10, 5, 2 or 1 s. */
    public static Options all() {
        return new Options(
                List.of(1, 3, 5, 7),
                MOST_ROUTERS,
                List.of(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1)),
                true,
                true);
    }

    /** Without a change of the time to detection. */
    public Options withoutDetection() {
        return new Options(replicaCounts, mostRouters, List.of(), spread, hotStandby);
    }
}
