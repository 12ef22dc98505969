package io.shardwright.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.bench.results.DriftRun;
import io.shardwright.bench.results.Machine;
import io.shardwright.bench.results.PeerRow;
import io.shardwright.bench.results.Results;
import io.shardwright.bench.results.ScalingCell;
import io.shardwright.bench.results.SkewRow;
import io.shardwright.bench.results.SkewSweep;
import io.shardwright.bench.workload.UnitChange;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim that a run contradicts is never shown as held. */
class VerdictsTest {

    private static final PeerRow OURS = ours(100, 0.5, 10);
    private static final PeerRow PEER = peer(20_000, 0.7, 12);

    @Test
    void aRunThatShowsEverythingHoldsEveryClaim() {
        assertThat(Verdicts.of(good())).hasSize(12).allMatch(Verdict::held);
    }

    @Test
    void lessThanAHundredTimesFasterIsNotHeld() {
        assertThat(notHeld(List.of(OURS, peer(9_999, 0.7, 12)))).containsExactly(0);
    }

    @Test
    void aPeerWithASmallerLargestLoadIsNotHeld() {
        assertThat(notHeld(List.of(OURS, peer(20_000, 0.7, 12, 1.005)))).containsExactly(1);
    }

    @Test
    void aShardFurtherThanOnePartitionFromFairIsNotHeld() {
        assertThat(notHeld(List.of(ours(100, 1.0, 10), PEER))).containsExactly(1);
    }

    @Test
    void aPeerAsEvenThatMovesLessIsNotHeld() {
        assertThat(notHeld(List.of(OURS, peer(20_000, 0.7, 9)))).containsExactly(2);
    }

    @Test
    void aPeerThatMovesLessByStayingUnevenIsNoContradiction() {
        assertThat(notHeld(List.of(OURS, peer(20_000, 5, 0)))).isEmpty();
    }

    @Test
    void moreMovesThanTheMinimumIsNotHeld() {
        assertThat(notHeld(List.of(ours(100, 0.5, 11), PEER))).containsExactly(2);
    }

    @Test
    void aSlowLargestPlanAndSteepGrowthAreNotHeld() {
        assertThat(Verdicts.of(withScaling(1.2, 51)).stream().map(Verdict::held))
                .containsExactly(false, false);
        assertThat(Verdicts.of(withScaling(1.1, 49)).stream().map(Verdict::held))
                .containsExactly(true, true);
    }

    @Test
    void unevenOrDearSkewedPlansAreNotHeld() {
        assertThat(Verdicts.of(withSkew(skew(1.06, 100))).stream().map(Verdict::held))
                .containsExactly(false, true);
        assertThat(Verdicts.of(withSkew(skew(1.05, 111))).stream().map(Verdict::held))
                .containsExactly(true, false);
    }

    @Test
    void aReturnWithinAnHourAndAMoveOfConstantLoadsAreNotHeld() {
        assertThat(Verdicts.of(withDrift(drift(DriftNames.HYSTERESIS, 3, 1)))).noneMatch(Verdict::held);
        assertThat(Verdicts.of(withDrift(drift(DriftNames.CONSTANT, 1, 0)))).noneMatch(Verdict::held);
    }

    @Test
    void theDocumentAndThePlotsShowEveryPart() {
        assertThat(Document.of(good()))
                .contains("### Beside Helix WAGED", "### Alone", "### Skewed loads", "### 2 days");
        assertThat(Plots.of(good())).containsOnlyKeys(Plots.SCALING, Plots.DRIFT_BALANCE, Plots.DRIFT_MOVES);
    }

    @Test
    void resultsReadBackAreTheSame(@TempDir Path folder) throws Exception {
        good().write(folder.resolve("results.json"));

        assertThat(Results.read(folder.resolve("results.json"))).isEqualTo(good());
    }

    private static List<Integer> notHeld(List<PeerRow> peers) {
        var verdicts = Verdicts.of(results(peers, List.of(), List.of(), List.of()));
        return IntStream.range(0, verdicts.size())
                .filter(index -> !verdicts.get(index).held())
                .boxed()
                .toList();
    }

    private static Results good() {
        return results(
                List.of(OURS, PEER),
                scaling(1.0, 20),
                List.of(
                        skew(1.04, 105),
                        new SkewRow(64, 4, 1.0, "equal", 0.5, 2, "WAGED, as shipped", false, null, null, 0, 100, 9),
                        new SkewRow(64, 4, 1.0, "equal", 0.5, 2, "weighted rendezvous", false, 1.3, 1.3, 900, 100, 1)),
                List.of(
                        drift(DriftNames.HYSTERESIS, 3, 0),
                        drift(DriftNames.NO_HYSTERESIS, 30, 0),
                        drift(DriftNames.CONSTANT, 0, 0)));
    }

    private static Results withScaling(double exponent, double largestMillis) {
        return results(List.of(), scaling(exponent, largestMillis), List.of(), List.of());
    }

    private static Results withSkew(SkewRow row) {
        return results(List.of(), List.of(), List.of(row), List.of());
    }

    private static Results withDrift(DriftRun run) {
        return results(List.of(), List.of(), List.of(), List.of(run));
    }

    private static Results results(
            List<PeerRow> peers, List<ScalingCell> scaling, List<SkewRow> skew, List<DriftRun> drift) {
        var machine = new Machine("2026-01-01T00:00:00Z", "a processor", 2, "a JDK", "a system", 1 << 30);
        return new Results(machine, 1, false, 100, 10, peers, scaling, skew, sweep(skew), drift);
    }

    private static @Nullable SkewSweep sweep(List<SkewRow> skew) {
        return skew.size() < 2 ? null : new SkewSweep(20, 720, 720, 720, 1, 1.05, 1.1, "a workload");
    }

    private static PeerRow ours(double micros, double furthest, int moves) {
        return new PeerRow("add a shard", "ours", true, micros, micros, micros, 3, 1.01, 0.99, furthest, moves, 10);
    }

    private static PeerRow peer(double micros, double furthest, int moves) {
        return peer(micros, furthest, moves, 1.02);
    }

    private static PeerRow peer(double micros, double furthest, int moves, double maxOverFair) {
        return new PeerRow(
                "add a shard", "WAGED", false, micros, micros, micros, 3, maxOverFair, 0.98, furthest, moves, 10);
    }

    private static List<ScalingCell> scaling(double exponent, double largestMillis) {
        return Stream.of(30_000, 100_000, 1_000_000)
                .map(partitions -> new ScalingCell(
                        UnitChange.ADD_TENTH.title(),
                        partitions,
                        1_000,
                        largestMillis * Math.pow(partitions / 1e6, exponent),
                        1,
                        1 << 20,
                        5,
                        1))
                .toList();
    }

    private static SkewRow skew(double overFair, long bytes) {
        return new SkewRow(64, 4, 1.0, "equal", 0.5, 2, "ours", true, overFair, overFair, bytes, 100, 1);
    }

    private static DriftRun drift(String name, int moves, int returns) {
        return new DriftRun(
                name,
                2,
                64,
                4,
                576,
                List.of(moves, 0),
                List.of(5L, 0L),
                Collections.nCopies(48, 1.04),
                1.03,
                1.05,
                1.06,
                1.1,
                1.3,
                1.4,
                returns,
                -1);
    }
}
