package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.fault.Faults;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What breaks is replaced, and no acknowledged write is lost. */
class FailureE2E {
    private final Store store = SharedStore.settled();
    private final Faults faults = new Faults(SharedStore.CLUSTER);

    @Test
    void writesResumeWithinFiveSecondsAfterALeaderWasKilled() {
        LoadPod load = LoadPod.start(store, "leader", SharedStore.rate());
        Store.pause(Duration.ofSeconds(5));
        for (int shard = 0; shard < 3; shard++) {
            load.mark();
            String killed = faults.killLeader(store, shard);
            Store.pause(Duration.ofSeconds(12));
            long gap = load.total().longestWriteGapMillis().getOrDefault(shard, Long.MAX_VALUE);
            System.out.println(
                    "shard " + shard + ": leader " + killed + " killed, longest time without a write " + gap + " ms");
            assertThat(gap).isLessThanOrEqualTo(5_000);
            store.awaitSettled(Duration.ofMinutes(2));
        }
        LoadResult result = load.finish();
        System.out.println("three leaders killed: " + result);
        assertThat(result.lost()).as("%s", result.examples()).isZero();
    }

    @Test
    void requestsGoOnWithTheOperatorGoneAndAKilledLeaderIsReplaced() {
        Duration away = Duration.ofSeconds(Long.getLong("shardwright.operatorAwaySeconds", 20));
        LoadPod load = LoadPod.start(store, "away", SharedStore.rate());
        try {
            faults.stopOperator();
            load.window();
            Store.pause(away.dividedBy(2));
            assertThat(load.window().failed()).isZero();
            load.mark();
            faults.killLeader(store, 1);
            Store.pause(away.dividedBy(2));
            assertThat(load.total().longestWriteGapMillis().getOrDefault(1, Long.MAX_VALUE))
                    .isLessThanOrEqualTo(5_000);
            assertThat(store.leader(1)).isNotBlank();
        } finally {
            faults.startOperator();
        }
        LoadResult result = load.finish();
        System.out.println("operator away for " + away.toSeconds() + " s: " + result);
        assertThat(result.lost()).as("%s", result.examples()).isZero();
        store.awaitSettled(Duration.ofMinutes(2));
    }

    @Test
    void aPodWhoseVolumeWasDeletedRejoinsAsANewPeer() {
        LoadPod load = LoadPod.start(store, "volume", SharedStore.rate());
        String leader = store.leader(2);
        String pod = leader.equals("store-2-0") ? "store-2-1" : "store-2-0";
        String before = store.statusOf(pod).orElseThrow().peer();
        faults.deleteWithVolume(store, pod);
        store.await(pod + " votes under a new peer id", Duration.ofMinutes(3), () -> {
            var status = store.statusOf(pod);
            var members = store.statusOf(store.leader(2)).orElseThrow().members();
            return status.isPresent()
                    && !status.get().peer().equals(before)
                    && members.size() == 3
                    && members.stream()
                            .anyMatch(m -> m.peer().equals(status.get().peer()))
                    && members.stream().noneMatch(m -> m.peer().equals(before));
        });
        store.awaitSettled(Duration.ofMinutes(2));
        LoadResult result = load.finish();
        System.out.println("volume of " + pod + " deleted: " + result);
        ScaleE2E.assertUndisturbed(result);
    }
}
