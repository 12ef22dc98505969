package io.shardwright.bench.report;

import io.shardwright.bench.results.DriftRun;
import io.shardwright.bench.results.PeerRow;
import io.shardwright.bench.results.Results;
import io.shardwright.bench.results.ScalingCell;
import io.shardwright.bench.results.SkewRow;
import io.shardwright.bench.results.SkewSweep;
import io.shardwright.bench.workload.UnitChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the benchmark has to show, each with whether a run showed it. Parts that didn't run have no verdict. */
public final class Verdicts {

    private static final double LEAST_RATIO = 100;
    private static final double MOST_MILLIS = 50;
    private static final double MOST_EXPONENT = 1.15;
    private static final double MOST_OVER_BOUND = 1.1;

    private Verdicts() {}

    public static List<Verdict> of(Results results) {
        var verdicts = new ArrayList<Verdict>();
        if (!results.peers().isEmpty()) {
            verdicts.addAll(peers(results));
        }
        if (!results.scaling().isEmpty()) {
            verdicts.add(largest(results.scaling()));
            verdicts.add(exponents(results.scaling()));
        }
        if (!results.skew().isEmpty()) {
            verdicts.addAll(skew(results.skew()));
        }
        if (results.sweep() != null) {
            verdicts.addAll(sweep(results.sweep()));
        }
        results.drift().forEach(run -> verdicts.add(drift(run)));
        return verdicts;
    }

    private static List<Verdict> peers(Results results) {
        var faster = new ArrayList<String>();
        var uneven = new ArrayList<String>();
        var moreMoves = new ArrayList<String>();
        double leastRatio = Double.MAX_VALUE;
        for (var ours : oursOf(results.peers())) {
            var peers = peersOf(results.peers(), ours);
            var fastest = peers.stream()
                    .min(Comparator.comparingDouble(PeerRow::medianMicros))
                    .orElseThrow();
            double ratio = fastest.medianMicros() / ours.medianMicros();
            leastRatio = Math.min(leastRatio, ratio);
            faster.add(text("%s %.0f ×", ours.change(), ratio));
            peers.stream()
                    .filter(peer ->
                            !ours.withinOne() || (peer.withinOne() && peer.maxOverFair() < ours.maxOverFair() - 1e-9))
                    .forEach(peer -> uneven.add(text(
                            "%s: ours at most %.4f × fair, %s %.4f",
                            ours.change(), ours.maxOverFair(), peer.planner(), peer.maxOverFair())));
            Stream.concat(peers.stream().filter(PeerRow::withinOne), Stream.of(ours))
                    .filter(row -> ours.moves() > row.moves() || ours.moves() > row.minimum())
                    .forEach(row -> moreMoves.add(
                            text("%s: ours %d, %s %d", ours.change(), ours.moves(), row.planner(), row.moves())));
        }
        var size = text("%,d × %,d", results.peerPartitions(), results.peerShards());
        return List.of(
                new Verdict(
                        size + ": at least 100 × faster than WAGED's fastest set-up",
                        leastRatio >= LEAST_RATIO,
                        String.join(", ", faster)),
                new Verdict(
                        size
                                + ": every shard within one partition of fair, and no larger max ÷ fair than any set-up of WAGED that is so too",
                        uneven.isEmpty(),
                        uneven.isEmpty() ? mostOverFair(results.peers()) : String.join("; ", uneven)),
                new Verdict(
                        size + ": the fewest moves possible, and no more than any set-up of WAGED as even",
                        moreMoves.isEmpty(),
                        moreMoves.isEmpty() ? moves(results.peers()) : String.join("; ", moreMoves)));
    }

    private static List<PeerRow> oursOf(List<PeerRow> rows) {
        return rows.stream().filter(PeerRow::ours).toList();
    }

    private static List<PeerRow> peersOf(List<PeerRow> rows, PeerRow ours) {
        return rows.stream()
                .filter(row -> !row.ours() && row.change().equals(ours.change()))
                .toList();
    }

    private static String mostOverFair(List<PeerRow> rows) {
        return oursOf(rows).stream()
                .map(ours -> {
                    var peers = peersOf(rows, ours).stream()
                            .mapToDouble(PeerRow::maxOverFair)
                            .summaryStatistics();
                    return text(
                            "%s: at most %.4f × fair, WAGED %.4f to %.4f",
                            ours.change(), ours.maxOverFair(), peers.getMin(), peers.getMax());
                })
                .collect(Collectors.joining("; "));
    }

    private static String moves(List<PeerRow> rows) {
        return oursOf(rows).stream()
                .map(ours -> {
                    var peers = peersOf(rows, ours).stream()
                            .mapToInt(PeerRow::moves)
                            .summaryStatistics();
                    return text(
                            "%s %d of %d, WAGED %d to %d",
                            ours.change(), ours.moves(), ours.minimum(), peers.getMin(), peers.getMax());
                })
                .collect(Collectors.joining("; "));
    }

    private static Verdict largest(List<ScalingCell> cells) {
        int partitions = cells.stream().mapToInt(ScalingCell::partitions).max().orElseThrow();
        int shards = cells.stream().mapToInt(ScalingCell::shards).max().orElseThrow();
        var largest = cells.stream()
                .filter(cell -> cell.partitions() == partitions && cell.shards() == shards)
                .toList();
        return new Verdict(
                text("%,d × %,d: a plan in at most 50 ms", partitions, shards),
                largest.stream().allMatch(cell -> cell.medianMillis() <= MOST_MILLIS),
                largest.stream()
                        .map(cell -> text(
                                "%s %.1f ms, %.1f MiB",
                                cell.change(), cell.medianMillis(), cell.allocatedBytes() / 1048576.0))
                        .collect(Collectors.joining("; ")));
    }

    private static Verdict exponents(List<ScalingCell> cells) {
        var fits = Fits.of(grid(cells));
        var found = new ArrayList<String>();
        fits.overPartitions().forEach((n, fit) -> found.add(text("P at N = %,d: %.2f", n, fit.exponent())));
        fits.overShards().forEach((p, fit) -> found.add(text("N at P = %,d: %.2f", p, fit.exponent())));
        return new Verdict(
                "time grows at most as P^1.15 and N^1.15", fits.steepest() <= MOST_EXPONENT, String.join(", ", found));
    }

    /** The cells of the change that all sizes were measured with. */
    static List<ScalingCell> grid(List<ScalingCell> cells) {
        return cells.stream()
                .filter(cell -> cell.change().equals(UnitChange.ADD_TENTH.title()))
                .toList();
    }

    private static List<Verdict> skew(List<SkewRow> rows) {
        var ours = rows.stream().filter(SkewRow::ours).toList();
        var dearest = ours.stream()
                .max(Comparator.comparingDouble(SkewRow::overBound))
                .orElseThrow();
        var uneven = ours.stream().filter(row -> !row.balanced()).toList();
        var worst =
                ours.stream().max(Comparator.comparingDouble(Verdicts::overOwn)).orElseThrow();
        return List.of(
                new Verdict(
                        "skewed loads: every shard at most 1.05 × its fair share, or its largest partition where that exceeds it",
                        uneven.isEmpty(),
                        text(
                                "%d of %d workloads; at worst %.3f × (%s)",
                                ours.size() - uneven.size(), ours.size(), overOwn(worst), workload(worst))),
                new Verdict(
                        "skewed loads: bytes moved at most 1.1 × the lower bound",
                        ours.stream().allMatch(row -> row.overBound() <= MOST_OVER_BOUND),
                        text(
                                "%d of %d workloads; at worst %.3f × (%s)",
                                ours.stream()
                                        .filter(row -> row.overBound() <= MOST_OVER_BOUND)
                                        .count(),
                                ours.size(),
                                dearest.overBound(),
                                workload(dearest))));
    }

    private static List<Verdict> sweep(SkewSweep sweep) {
        return List.of(
                new Verdict(
                        text("skewed loads, %d seeds of each: every shard at most 1.05 × as above", sweep.seeds()),
                        sweep.balanced() == sweep.workloads(),
                        text("%d of %d workloads", sweep.balanced(), sweep.workloads())),
                new Verdict(
                        text(
                                "skewed loads, %d seeds of each: bytes moved at most 1.1 × the lower bound",
                                sweep.seeds()),
                        sweep.withinBound() == sweep.workloads(),
                        text(
                                "%d of %d workloads; median %.3f ×, p99 %.2f ×, at worst %.2f × (%s)",
                                sweep.withinBound(),
                                sweep.workloads(),
                                sweep.medianOverBound(),
                                sweep.p99OverBound(),
                                sweep.maxOverBound(),
                                sweep.worst())));
    }

    private static double overOwn(SkewRow row) {
        return row.maxOverOwn() == null ? Double.MAX_VALUE : row.maxOverOwn();
    }

    private static String workload(SkewRow row) {
        return text("Zipf %.1f on %d shards, bytes %s", row.exponent(), row.shards(), row.sizes());
    }

    private static Verdict drift(DriftRun run) {
        boolean constant = run.name().equals(DriftNames.CONSTANT);
        return new Verdict(
                constant
                        ? text("%d days of constant loads, measured ±10 %%: nothing moves", run.days())
                        : text("%d days of drift, %s: nothing returns within an hour", run.days(), run.name()),
                constant ? run.moves() == 0 : run.backWithinHour() == 0,
                text(
                        "%d moves, %d returns within an hour, max ÷ fair p50 %.3f, p99 %.3f, max %.3f",
                        run.moves(), run.backWithinHour(), run.p50(), run.p99(), run.max()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
