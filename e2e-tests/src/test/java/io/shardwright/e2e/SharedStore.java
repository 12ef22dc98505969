package io.shardwright.e2e;

import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Capacity;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;

/** One store of three shards for all scenarios of a run, made when first asked for; each scenario leaves it as it was. */
final class SharedStore {
    static final TestCluster CLUSTER = new TestCluster();

    private static final String NAMESPACE = "shardwright-e2e";
    private static final Path EXAMPLES = Path.of("..", "manifests", "examples");
    private static final int FASTEST = 500;
    private static final int SLOWEST = 50;
    private static final Store STORE = create();
    private static final int RATE = Integer.getInteger("shardwright.rate", 0);

    private SharedStore() {}

    /** The store, settled at three shards, with no load that an earlier scenario left behind. */
    static Store settled() {
        LoadPod.endAll(CLUSTER);
        STORE.awaitSettled(Duration.ofMinutes(3));
        return STORE;
    }

    /**
     * Requests a second for a load beside a scenario: {@code -Dshardwright.rate}, or a third of what the store takes here, so
     * that two thirds are left for what the scenario starts; 50 to 500.
     */
    static int rate() {
        return Rate.AFFORDABLE;
    }

    private static final class Rate {
        static final int AFFORDABLE = RATE > 0 ? RATE : measured();

        private static int measured() {
            int most = Capacity.requestsPerSecond(STORE);
            int rate = Math.clamp(most / 3, SLOWEST, FASTEST);
            System.out.println("the store takes " + most + " requests/s on this machine: loads send " + rate + "/s");
            return rate;
        }
    }

    static Path example(String file) {
        return EXAMPLES.resolve(file);
    }

    private static Store create() {
        CLUSTER.freshNamespace(NAMESPACE);
        Store store = Store.apply(CLUSTER, NAMESPACE, example("store.yaml"));
        store.awaitSettled(Duration.ofMinutes(5));
        return store;
    }
}
