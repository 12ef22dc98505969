package io.shardwright.e2e.demo;

import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Edit;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import io.shardwright.sample.load.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A store of three shards under load, scaled to five, re-weighted, and scaled back to three, while every answer is checked.
 *
 * <p>Exit code 0 if no request failed, no acknowledged write was lost, and every edit took the fewest possible moves; else
 * 1.
 */
public final class Demo {
    private static final String NAMESPACE = "shardwright-demo";
    private static final Duration EDIT_LIMIT = Duration.ofMinutes(8);
    private static final int RATE = 250;

    private final TestCluster cluster;
    private final long startNanos = System.nanoTime();
    private final AtomicReference<String> doing = new AtomicReference<>("steady");

    private Demo(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Runs the demo on the cluster of the current kubeconfig; the argument is the file of the ShardSet. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: Demo SHARDSET_FILE");
            System.exit(2);
        }
        boolean good;
        try (TestCluster cluster = new TestCluster()) {
            good = new Demo(cluster).run(Path.of(arguments[0]));
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run(Path file) {
        say("creating ShardSet store (3 shards of 3 replicas, one class of weight 400 and one of weight 100)");
        cluster.freshNamespace(NAMESPACE);
        Store store = Store.apply(cluster, NAMESPACE, file);
        store.awaitSettled(Duration.ofMinutes(5));
        say("the store serves; starting the load: " + RATE + " requests/s through the routers, half of them writes");
        LoadPod load = LoadPod.start(store, "load", RATE);
        List<Edit> edits = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread watcher = Thread.ofVirtual().start(() -> watch(store, load, over));
        Store.pause(Duration.ofSeconds(8));
        edits.add(edit(store, "shards 3 -> 5", "{\"spec\":{\"shards\":5}}"));
        edits.add(edit(
                store,
                "weight of class large 400 -> 200",
                "[{\"op\":\"replace\",\"path\":\"/spec/nodeClasses/0/weight\",\"value\":200}]"));
        edits.add(edit(store, "shards 5 -> 3", "{\"spec\":{\"shards\":3}}"));
        over.set(true);
        join(watcher);
        say("stopping the load; it reads every key once more");
        return report(edits, load.finish());
    }

    private Edit edit(Store store, String what, String patch) {
        doing.set(what);
        Edit edit = Edit.make(store, what, patch, EDIT_LIMIT);
        doing.set("steady");
        Store.pause(Duration.ofSeconds(5));
        return edit;
    }

    private void watch(Store store, LoadPod load, AtomicBoolean over) {
        load.window();
        while (!over.get()) {
            Store.pause(Duration.ofSeconds(1));
            try {
                say(line(load.window(), store.placement()));
            } catch (RuntimeException e) {
                say("(no figures this second: " + e.getMessage() + ")");
            }
        }
    }

    /** Share of the requests that each shard answered, beside its share by weight. */
    private String line(Figures figures, Placement placement) {
        StringBuilder shards = new StringBuilder();
        placement
                .counts()
                .keySet()
                .forEach(shard -> shards.append(String.format(
                        Locale.ROOT,
                        "  %d: %2.0f%%/%2.0f%%",
                        shard,
                        100 * figures.shareOf(shard),
                        100 * placement.fairShare(shard) / placement.owners().length)));
        return String.format(
                Locale.ROOT,
                "%5.0f req/s %3d failed  p99 %6.1f ms  epoch %3d  load/fair%s   %s",
                figures.rate(),
                figures.failed(),
                figures.p99Millis(),
                placement.epoch(),
                shards,
                doing.get());
    }

    private boolean report(List<Edit> edits, LoadResult result) {
        System.out.println();
        System.out.println("load    " + result);
        edits.forEach(edit -> System.out.println("edit    " + edit));
        result.examples().forEach(example -> System.out.println("        " + example));
        boolean fewestMoves = edits.stream().allMatch(e -> e.moves() == e.fewestMoves());
        boolean fair = edits.stream().allMatch(e -> e.after().farthestFromFair() < 1);
        boolean good = result.figures().failed() == 0 && result.lost() == 0 && fewestMoves && fair;
        System.out.println(good ? "PASSED  no failed request, no lost write, no needless move" : "FAILED");
        return good;
    }

    private void say(String what) {
        System.out.printf(Locale.ROOT, "%4d s  %s%n", (System.nanoTime() - startNanos) / 1_000_000_000, what);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
