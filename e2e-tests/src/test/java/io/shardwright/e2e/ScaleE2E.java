package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.fault.Faults;
import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.Edit;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Planned changes cost users nothing. */
class ScaleE2E {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String SMALLER_WEIGHT =
            "[{\"op\":\"replace\",\"path\":\"/spec/nodeClasses/0/weight\",\"value\":200}]";
    private static final String FIRST_WEIGHT =
            "[{\"op\":\"replace\",\"path\":\"/spec/nodeClasses/0/weight\",\"value\":400}]";

    private final Store store = SharedStore.settled();

    @Test
    void scalesOutReweighsAndScalesInWithNoFailedRequestLostWriteOrNeedlessMove() {
        int rate = SharedStore.rate();
        LoadPod load = LoadPod.start(store, "scale", rate);
        LoadPod direct = LoadPod.startDirect(store, "direct", rate / 5);
        List<Edit> edits = new ArrayList<>();
        List<Disturbance> disturbances = new ArrayList<>();
        disturbances.add(edit(load, edits, "shards 3 -> 5", "{\"spec\":{\"shards\":5}}"));
        disturbances.add(edit(load, edits, "weight 400 -> 200", SMALLER_WEIGHT));
        List<String> tooEarly = new CopyOnWriteArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread guard = Thread.ofVirtual().start(() -> watchRemovedShards(tooEarly, over));
        disturbances.add(edit(load, edits, "shards 5 -> 3", "{\"spec\":{\"shards\":3}}"));
        over.set(true);
        join(guard);
        disturbances.add(edit(load, edits, "weight 200 -> 400", FIRST_WEIGHT));

        LoadResult routed = load.finish();
        LoadResult owners = direct.finish();
        edits.forEach(System.out::println);
        disturbances.forEach(System.out::println);
        System.out.println("through the routers: " + routed);
        System.out.println("to the owners directly: " + owners);
        assertUndisturbed(routed);
        assertUndisturbed(owners);
        assertThat(routed.figures().rate()).as("the load kept its rate").isGreaterThan(0.8 * rate);
        for (Edit edit : edits) {
            assertThat(edit.moves())
                    .as(edit.what())
                    .isEqualTo(edit.fewestMoves())
                    .isPositive();
            assertThat(edit.after().farthestFromFair()).as(edit.what()).isLessThan(1);
        }
        assertThat(tooEarly).isEmpty();
        assertThat(store.pods(4)).isEmpty();
    }

    @Test
    void continuesWhereAKilledOperatorLeftOff() {
        long seed = Long.getLong("shardwright.seed", System.nanoTime());
        System.out.println("ScaleE2E seed " + seed);
        Random random = new Random(seed);
        Faults faults = new Faults(SharedStore.CLUSTER);
        LoadPod load = LoadPod.start(store, "killed", SharedStore.rate());
        AtomicBoolean settled = new AtomicBoolean();
        int wanted = Integer.getInteger("shardwright.operatorKills", 3);
        int[] kills = new int[1];
        Thread killer = Thread.ofVirtual().start(() -> {
            while (!settled.get() && kills[0] < wanted) {
                Store.pause(Duration.ofMillis(500 + random.nextInt(3_500)));
                kills[0] += faults.killOperator() ? 1 : 0;
            }
        });
        Edit out = Edit.make(store, "3 -> 5, operator killed", "{\"spec\":{\"shards\":5}}", Duration.ofMinutes(8));
        settled.set(true);
        join(killer);
        LoadResult result = load.finish();
        System.out.println(out + "\noperator killed " + kills[0] + " times: " + result);
        Edit.make(store, "5 -> 3", "{\"spec\":{\"shards\":3}}", LIMIT);
        assertUndisturbed(result);
        assertThat(kills[0]).isEqualTo(wanted);
        assertThat(out.moves()).isEqualTo(out.fewestMoves());
        assertThat(out.after().farthestFromFair()).isLessThan(1);
    }

    private Disturbance edit(LoadPod load, List<Edit> edits, String what, String patch) {
        return Disturbance.of(load, what, () -> edits.add(Edit.make(store, what, patch, LIMIT)));
    }

    private void watchRemovedShards(List<String> tooEarly, AtomicBoolean over) {
        while (!over.get()) {
            for (int shard = 3; shard < 5; shard++) {
                boolean isThere = SharedStore.CLUSTER
                                .client()
                                .apps()
                                .statefulSets()
                                .inNamespace(store.namespace())
                                .withName(store.name() + "-" + shard)
                                .get()
                        != null;
                if (!isThere && store.placement().counts().getOrDefault(shard, 0) > 0) {
                    tooEarly.add("shard " + shard + " was removed while it owned partitions");
                }
            }
            Store.pause(Duration.ofMillis(200));
        }
    }

    static void assertUndisturbed(LoadResult result) {
        assertThat(result.lost()).as("%s%n%s", result, result.examples()).isZero();
        assertThat(result.figures().failed())
                .as("%s%n%s", result, result.examples())
                .isZero();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
