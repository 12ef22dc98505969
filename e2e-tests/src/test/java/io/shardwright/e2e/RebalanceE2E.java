package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.ShardStatus;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan that is looked at, approved, aborted half-way and taken up again, while a checking client goes on. */
class RebalanceE2E {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int KEYS = 200;

    private Store store;

    @BeforeEach
    void settled() {
        store = SharedStore.settled();
    }

    @AfterEach
    void asItWas() {
        store.edit("{\"spec\":{\"shards\":3,\"rebalance\":null}}");
        rebalances().forEach(rebalance -> resource(rebalance).delete());
        store.awaitSettled(LIMIT);
    }

    @Test
    void nothingMovesUnapprovedAndAnAbortHalfwayLeavesANamedOwnershipAndNoOrphanedData() {
        int rate = SharedStore.rate(); // Measured by a load, whose keys stay.
        long keysBefore = keys();
        LoadPod load = LoadPod.start(
                store,
                "approve",
                rate,
                "--keys=" + KEYS,
                "--workers=16",
                "--deletes=0",
                "--writes=50",
                "--value-bytes=20000");
        Placement before = store.placement();
        int earlier = rebalances().stream().mapToInt(RebalanceE2E::number).max().orElse(0);
        store.edit("{\"spec\":{\"shards\":4,\"rebalance\":{\"mode\":\"Approve\",\"maxConcurrentMoves\":1}}}");
        Rebalance first = awaitNewest(RebalancePhase.AwaitingApproval, earlier + 1);
        store.await(
                "shard 3 is there",
                LIMIT,
                () -> store.statusOf(store.name() + "-3-0").isPresent());
        Store.pause(Duration.ofSeconds(10));
        assertThat(store.placement().movesSince(before)).as("unapproved").isZero();

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> decide(first, "{\"spec\":{\"approvedPlan\":\"ffffffffffffffff\"}}"))
                .withMessageContaining("is not the hash of this plan")
                .withMessageContaining(hash(first));

        store.edit("{\"spec\":{\"shards\":5}}");
        Rebalance second = awaitNewest(RebalancePhase.AwaitingApproval, number(first) + 1);
        assertThat(phase(first)).as("drift voids a plan").contains(RebalancePhase.Superseded);
        assertThat(hash(second)).isNotEqualTo(hash(first));
        Store.pause(Duration.ofSeconds(5));
        assertThat(store.placement().movesSince(before)).as("unapproved").isZero();

        decide(second, "{\"spec\":{\"approvedPlan\":\"" + hash(second) + "\"}}");
        int moves = second.getSpec().plan().moves();
        store.await("half of it is done", LIMIT, LOOK, () -> store.placement().movesSince(before) * 2 >= moves);
        decide(second, "{\"spec\":{\"abort\":true}}");
        store.await("it is aborted", LIMIT, LOOK, () -> phase(second).equals(Optional.of(RebalancePhase.Aborted)));
        assertStopped(second, before);
        store.await("no orphaned data is left", LIMIT, () -> keys() == keysBefore + KEYS);

        Placement stopped = store.placement();
        store.edit("{\"spec\":{\"rebalance\":{\"mode\":\"Auto\"}}}");
        Store.pause(Duration.ofSeconds(5));
        assertThat(store.placement().movesSince(stopped))
                .as("it isn't begun again by itself")
                .isZero();
        resource(second).delete();
        awaitNewest(RebalancePhase.Completed, number(second));
        store.awaitSettled(LIMIT);
        assertThat(store.placement().farthestFromFair()).isLessThan(1);

        LoadResult result = load.finish();
        System.out.println("approve, abort, take up again: " + result);
        ScaleE2E.assertUndisturbed(result);
        store.await("no orphaned data is left", LIMIT, () -> keys() == keysBefore + KEYS);
    }

    /** The status names where it stopped, the map is there, and each partition has one owner. */
    private void assertStopped(Rebalance rebalance, Placement before) {
        var status = Objects.requireNonNull(resource(rebalance).require().getStatus());
        System.out.println(status.message());
        Placement now = store.placement();
        int done = Objects.requireNonNull(status.figures()).movesDone();
        assertThat(status.reachedEpoch()).isEqualTo(now.epoch());
        assertThat(now.movesSince(before)).isEqualTo(done);
        assertThat(done).isPositive().isLessThan(status.figures().moves());
        assertThat(status.message())
                .contains(
                        "stopped at epoch " + now.epoch(),
                        done + " of " + status.figures().moves());
        Map<Integer, Integer> owners = new HashMap<>();
        leaders()
                .forEach(leader -> leader.owned()
                        .forEach(owned -> PartitionRanges.parse(owned.ranges(), now.owners().length)
                                .forEach(p -> assertThat(owners.put(p, leader.shard()))
                                        .as("one owner of partition %d", p)
                                        .isNull())));
        for (int p = 0; p < now.owners().length; p++) {
            assertThat(owners).containsEntry(p, now.owners()[p]);
        }
        store.await(
                "the ShardSet is settled and says why partitions stay",
                Duration.ofSeconds(30),
                () -> store.isSettled()
                        && store.condition("Progressing")
                                .filter(condition -> condition.getReason().equals("RebalanceAborted"))
                                .isPresent());
    }

    private List<ShardStatus> leaders() {
        return store.placement().counts().keySet().stream()
                .map(shard -> store.statusOf(store.leader(shard)).orElseThrow())
                .toList();
    }

    /** Keys that are stored on any shard, copies of the same key counted each. */
    private long keys() {
        return leaders().stream().mapToLong(ShardStatus::keys).sum();
    }

    private List<Rebalance> rebalances() {
        return store.cluster()
                .client()
                .resources(Rebalance.class)
                .inNamespace(store.namespace())
                .list()
                .getItems();
    }

    private Resource<Rebalance> resource(Rebalance rebalance) {
        return store.cluster()
                .client()
                .resources(Rebalance.class)
                .inNamespace(store.namespace())
                .withName(name(rebalance));
    }

    /** Waits for one in that phase that isn't older; the number of one that was deleted may come again. */
    private Rebalance awaitNewest(RebalancePhase phase, int atLeast) {
        var found = new AtomicReference<@Nullable Rebalance>();
        store.await("a rebalance is " + phase, LIMIT, LOOK, () -> {
            found.set(rebalances().stream()
                    .filter(rebalance -> number(rebalance) >= atLeast)
                    .filter(rebalance -> rebalance.getStatus() != null
                            && rebalance.getStatus().phase() == phase)
                    .max(Comparator.comparing(RebalanceE2E::number))
                    .orElse(null));
            return found.get() != null;
        });
        return Objects.requireNonNull(found.get());
    }

    private void decide(Rebalance rebalance, String patch) {
        resource(rebalance).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private Optional<RebalancePhase> phase(Rebalance rebalance) {
        return Optional.ofNullable(resource(rebalance).require().getStatus()).map(status -> status.phase());
    }

    private static String hash(Rebalance rebalance) {
        return rebalance.getSpec().plan().hash();
    }

    private static int number(Rebalance rebalance) {
        return Integer.parseInt(name(rebalance).substring(name(rebalance).lastIndexOf('r') + 1));
    }

    private static String name(Rebalance rebalance) {
        return rebalance.getMetadata().getName();
    }
}
