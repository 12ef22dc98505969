package io.shardwright.e2e.fault;

import java.util.List;
import java.util.SplittableRandom;

/** Which moments of a move a fault meets in a run. */
public final class Moments {
    private Moments() {}

    /** Every moment, in the order of the protocol. */
    public static List<MoveMoment> all() {
        return List.of(MoveMoment.values());
    }

    /**
     * One moment, each as likely as any other, so that all of them are met in time, at a sixth of the cost.
     *
     * @param fault its name; faults of one run are chosen for independently of each other
     * @param seed the same one gives the same moment
     */
    public static List<MoveMoment> one(String fault, long seed) {
        SplittableRandom random = new SplittableRandom(seed + ((long) fault.hashCode() << 32));
        return List.of(all().get(random.nextInt(all().size())));
    }
}
