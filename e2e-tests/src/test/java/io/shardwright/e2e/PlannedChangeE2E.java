package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.scenario.Disturbance;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits that come together, change their mind, or change much at once. */
class PlannedChangeE2E {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final Store store = SharedStore.settled();

    @Test
    void editsTogetherRevertedAndReweighedFailNoRequest() {
        LoadPod load = LoadPod.start(store, "planned", SharedStore.rate());
        List<Disturbance> disturbances = new ArrayList<>();
        disturbances.add(Disturbance.of(load, "weight x 4", () -> edit(weight(1, 400))));
        disturbances.add(Disturbance.of(load, "shards 3 -> 4 and weight ÷ 4 at once", () -> {
            store.edit("{\"spec\":{\"shards\":4}}");
            edit(weight(1, 100));
        }));
        edit("{\"spec\":{\"shards\":3}}");
        Placement before = store.placement();
        disturbances.add(Disturbance.of(load, "shards 3 -> 5, reverted in mid-move", this::growAndRevert));
        Placement after = store.placement();
        LoadResult result = load.finish();
        disturbances.forEach(System.out::println);
        System.out.println("edits together, reverted and reweighed: " + result);
        ScaleE2E.assertUndisturbed(result);
        assertThat(after.counts()).as("partitions of each shard").isEqualTo(before.counts());
        store.await(
                "the removed shards' pods are gone",
                Duration.ofSeconds(60),
                () -> store.pods(3).isEmpty());
    }

    private void growAndRevert() {
        store.edit("{\"spec\":{\"shards\":5}}");
        store.await(
                "partitions move",
                LIMIT,
                Duration.ofMillis(50),
                () -> store.placement().counts().getOrDefault(3, 0) > 0);
        assertThat(store.isSettled()).as("reverted after it was over").isFalse();
        edit("{\"spec\":{\"shards\":3}}");
    }

    private void edit(String patch) {
        store.edit(patch);
        store.awaitSettled(LIMIT);
    }

    private static String weight(int nodeClass, int weight) {
        return "[{\"op\":\"replace\",\"path\":\"/spec/nodeClasses/%d/weight\",\"value\":%d}]"
                .formatted(nodeClass, weight);
    }
}
