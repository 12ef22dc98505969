package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.fault.Faults;
import io.shardwright.e2e.fault.Moments;
import io.shardwright.e2e.fault.MoveMoment;
import io.shardwright.e2e.fault.MoveUnderFault;
import io.shardwright.e2e.fault.MoveUnderFault.Ends;
import io.shardwright.e2e.fault.MoveUnderFault.Fault;
import io.shardwright.e2e.fault.NetworkCut;
import io.shardwright.e2e.fault.Running;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Routers;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A move ends, with one owner for each partition and nothing lost, whatever breaks in whichever of its six moments.
 *
 * <p>{@code make test}: source leader, target leader and operator killed in each moment; the other faults in one moment each,
 * chosen by a seed that is printed ({@code -Dshardwright.seed=N} repeats it), with processes stopped for 5 s, which is longer
 * than an election, and the network cut for 10 s, which is longer than a source waits behind its fence. {@code make soak}
 * ({@code -Dshardwright.soak=true}): everything in each moment, stopped for 30 s and cut for 60 s, which is as long as a source
 * waits for a target that copies.
 */
class MoveFaultE2E {
    private static final String NAMESPACE = "shardwright-e2e-moves";
    private static final int PARTITIONS = 64;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final boolean SOAK = Boolean.getBoolean("shardwright.soak");
    private static final Duration STOPPED = Duration.ofSeconds(SOAK ? 30 : 5);
    private static final Duration CUT = Duration.ofSeconds(SOAK ? 60 : 10);
    private static final long SEED = Long.getLong("shardwright.seed", System.nanoTime());
    private static Store store;

    private final Faults faults = new Faults(SharedStore.CLUSTER);
    private final AtomicInteger turn = new AtomicInteger();

    @BeforeAll
    static void create() {
        System.out.println("MoveFaultE2E seed " + SEED);
        NetworkCut.heal(SharedStore.CLUSTER);
        LoadPod.endAll(SharedStore.CLUSTER);
        SharedStore.CLUSTER.freshNamespace(NAMESPACE);
        store = Store.apply(SharedStore.CLUSTER, NAMESPACE, Path.of("src", "test", "resources", "slow-moves.yaml"));
        store.await("all replicas are there", Duration.ofMinutes(4), store::isWhole);
    }

    @AfterAll
    static void remove() {
        SharedStore.CLUSTER.deleteNamespace(NAMESPACE);
    }

    @Test
    void aMoveEndsThoughTheLeaderOfItsSourceIsKilledInAnyMoment() {
        assertNothingLost(meet(
                "source-leader-killed",
                Moments.all(),
                Duration.ZERO,
                Fault.atOnce(ends -> faults.killAndReplace(store, ends.source()))));
    }

    @Test
    void aMoveEndsThoughTheLeaderOfItsTargetIsKilledInAnyMoment() {
        assertNothingLost(meet(
                "target-leader-killed",
                Moments.all(),
                Duration.ZERO,
                Fault.atOnce(ends -> faults.killAndReplace(store, ends.target()))));
    }

    @Test
    void aMoveEndsAndNobodyNoticesThoughTheOperatorIsKilledInAnyMoment() {
        ScaleE2E.assertUndisturbed(meet(
                "operator-killed",
                Moments.all(),
                Duration.ZERO,
                Fault.atOnce(ends -> assertThat(faults.killOperator()).isTrue())));
    }

    /** Requests that are under way through the killed process may fail. */
    @Test
    void aMoveEndsThoughARouterIsKilledInAnyMoment() {
        assertNothingLost(meet("router-killed", Duration.ZERO, Fault.atOnce(ends -> killInARouter("haproxy"))));
    }

    /** The proxy beside the agent goes on by the map it has. */
    @Test
    void aMoveEndsAndNobodyNoticesThoughARoutersAgentIsKilledInAnyMoment() {
        ScaleE2E.assertUndisturbed(meet("agent-killed", Duration.ZERO, Fault.atOnce(ends -> killInARouter("agent"))));
    }

    @Test
    void aMoveEndsThoughTheLeaderOfItsSourceStandsStillInAnyMoment() {
        assertNothingLost(meet("source-leader-stopped", STOPPED, ends -> faults.stop(store, ends.source())));
    }

    @Test
    void aMoveEndsThoughTheLeaderOfItsTargetStandsStillInAnyMoment() {
        assertNothingLost(meet("target-leader-stopped", STOPPED, ends -> faults.stop(store, ends.target())));
    }

    @Test
    void aMoveEndsThoughItsSourceAndTargetCanNotReachEachOtherInAnyMoment() {
        AtomicLong dropped = new AtomicLong();
        LoadResult result = meet("network-cut", CUT, ends -> cut(ends, dropped));
        System.out.println(dropped + " packets between source and target were dropped");
        assertNothingLost(result);
        assertThat(dropped).as("packets that met the cut").hasPositiveValue();
    }

    /** Cuts, and adds what the cut has dropped in the end. */
    private static Running cut(Ends ends, AtomicLong dropped) {
        NetworkCut cut = NetworkCut.between(store, ends.from(), ends.to());
        return () -> {
            try (cut) {
                dropped.addAndGet(cut.dropped());
            }
        };
    }

    /** Kills in each router in turn, so that the kubelet's pause before it starts a container again stays short. */
    private void killInARouter(String container) {
        List<String> ready = new Routers(store).ready();
        faults.kill(NAMESPACE, ready.get(turn.getAndIncrement() % ready.size()), container);
    }

    /** In one moment, or in each where there is time for that. */
    private LoadResult meet(String name, Duration lasts, Fault fault) {
        return meet(name, SOAK ? Moments.all() : Moments.one(name, SEED), lasts, fault);
    }

    private LoadResult meet(String name, List<MoveMoment> moments, Duration lasts, Fault fault) {
        LoadPod load = LoadPod.start(store, name, 100);
        for (MoveMoment moment : moments) {
            MoveUnderFault move = MoveUnderFault.run(store, name, moment, fault, lasts, LIMIT);
            System.out.println(move);
            assertThat(move.moved()).isEqualTo(move.wanted());
            assertThat(move.after().farthestFromFair()).isZero();
            assertThat(move.owned()).hasSize(PARTITIONS).doesNotHaveDuplicates();
            new Routers(store).awaitAll(LIMIT);
            assertThat(load.total().violations()).isZero();
        }
        LoadResult result = load.finish();
        System.out.println(name + " in " + moments + ": " + result);
        return result;
    }

    private static void assertNothingLost(LoadResult result) {
        assertThat(result.lost()).as("%s", result.examples()).isZero();
    }
}
