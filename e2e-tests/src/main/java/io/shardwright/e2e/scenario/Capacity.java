package io.shardwright.e2e.scenario;

import java.time.Duration;

/**
 * How much the store takes on this machine. Two cores carry the cluster, nine replicas and the load itself, and machines
 * differ by more than the scenarios do: a load near the limit would measure the machine.
 */
public final class Capacity {
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    private Capacity() {}

    /** Requests a second that 16 clients get answered if each sends the next at once. */
    public static int requestsPerSecond(Store store) {
        LoadPod load = LoadPod.start(store, "capacity", 100_000, "--workers=16");
        Store.pause(WARM_UP);
        load.window();
        Store.pause(MEASURED);
        int rate = (int) load.window().rate();
        load.finish();
        return rate;
    }
}
