package io.shardwright.planner.availability;

import java.time.Duration;
import java.util.List;

/**
 * What the model takes for granted about the parts. Processes, hosts and zones fail independently of each other.
 *
 * <p>The availability of a replica is put down to its host, so that two replicas on one host fail together. It is the
 * cautious choice: what is blamed on the process instead hits replicas one by one.
 *
 * @param host of each host together with what runs on it; 99.5 % by default
 * @param process of each replica's and router's process alone, on top of the host's; always up by default
 * @param zone of each zone, on top of the host's; always up by default
 * @param meanTimeToRepair from the failure of a part until it is back; above 0, 10 minutes by default
 * @param detection from a leader's failure until others notice; 10 s by default
 * @param takeOver from then until another leads; 5 s by default
 * @param coldLoad how much longer a cold standby takes, because it loads its snapshot; 1 minute by default
 */
public record Assumptions(
        Uptime host,
        Uptime process,
        Uptime zone,
        Duration meanTimeToRepair,
        Duration detection,
        Duration takeOver,
        Duration coldLoad) {

    private static final Uptime DEFAULT_REPLICA = new Uptime(0.005);
    private static final Duration DEFAULT_REPAIR = Duration.ofMinutes(10);
    private static final Duration DEFAULT_DETECTION = Duration.ofSeconds(10);
    private static final Duration DEFAULT_TAKE_OVER = Duration.ofSeconds(5);
    private static final Duration DEFAULT_COLD_LOAD = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException if a duration is out of range */
    public Assumptions {
        if (meanTimeToRepair.isZero() || meanTimeToRepair.isNegative()) {
            throw new IllegalArgumentException("the mean time to repair is " + meanTimeToRepair + ", use more than 0");
        }
        if (detection.isNegative() || takeOver.isNegative() || coldLoad.isNegative()) {
            throw new IllegalArgumentException("detection " + detection + ", take-over " + takeOver + " and load "
                    + coldLoad + " have to be 0 or more");
        }
    }

    /** What is assumed where nothing is stated. */
    public static Assumptions defaults() {
        return new Assumptions(
                DEFAULT_REPLICA,
                Uptime.ALWAYS,
                Uptime.ALWAYS,
                DEFAULT_REPAIR,
                DEFAULT_DETECTION,
                DEFAULT_TAKE_OVER,
                DEFAULT_COLD_LOAD);
    }

    /** With another availability of a replica and its host. */
    public Assumptions withHost(Uptime other) {
        return new Assumptions(other, process, zone, meanTimeToRepair, detection, takeOver, coldLoad);
    }

    /** With another availability of a process alone. */
    public Assumptions withProcess(Uptime other) {
        return new Assumptions(host, other, zone, meanTimeToRepair, detection, takeOver, coldLoad);
    }

    /** With another availability of a zone. */
    public Assumptions withZone(Uptime other) {
        return new Assumptions(host, process, other, meanTimeToRepair, detection, takeOver, coldLoad);
    }

    /** With another mean time to repair. */
    public Assumptions withMeanTimeToRepair(Duration other) {
        return new Assumptions(host, process, zone, other, detection, takeOver, coldLoad);
    }

    /** With another time to detection. */
    public Assumptions withDetection(Duration other) {
        return new Assumptions(host, process, zone, meanTimeToRepair, other, takeOver, coldLoad);
    }

    /** With another time to take over. */
    public Assumptions withTakeOver(Duration other) {
        return new Assumptions(host, process, zone, meanTimeToRepair, detection, other, coldLoad);
    }

    /** With another time to load a snapshot. */
    public Assumptions withColdLoad(Duration other) {
        return new Assumptions(host, process, zone, meanTimeToRepair, detection, takeOver, other);
    }

    /** One line for each input. */
    public List<String> explain() {
        return List.of(
                "a replica or router with its host is up " + host.percent() + " % of the time",
                "its process alone " + process.percent() + " %, a zone " + zone.percent() + " %",
                "a failed part is back after " + text(meanTimeToRepair) + " on average",
                "a failed leader is noticed after " + text(detection) + ", another leads " + text(takeOver)
                        + " later; a cold standby loads for " + text(coldLoad));
    }

    static String text(Duration duration) {
        return new DownTime(duration.toNanos() / 1e9).toString();
    }
}
