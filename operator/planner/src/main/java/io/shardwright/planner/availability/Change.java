package io.shardwright.planner.availability;

import java.time.Duration;
import java.util.Comparator;

/**
 * One way to change a system.
 *
 * <p>Which of two is cheaper, in order: fewer added pods; fewer settings changed; settings that ask for less: longer
 * detection, no apartness before hosts before zones, a standby that stays cold.
 *
 * @param replicas each shard has at least this many
 * @param routers how many there are
 * @param apart what replicas and routers keep apart on
 * @param hot whether a cold standby becomes hot
 * @param addedPods what it adds to the system it is for
 * @param settings how many settings it changes
 */
record Change(int replicas, int routers, Apart apart, Duration detection, boolean hot, int addedPods, int settings) {

    /** What the members of a group may be told to keep apart on. */
    enum Apart {
        NOTHING,
        HOSTS,
        ZONES
    }

    static final Comparator<Change> CHEAPEST_FIRST = Comparator.comparingInt(Change::addedPods)
            .thenComparingInt(Change::settings)
            .thenComparing(Change::detection, Comparator.reverseOrder())
            .thenComparing(Change::apart)
            .thenComparing(Change::hot)
            .thenComparingInt(Change::routers);
}
