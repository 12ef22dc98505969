package io.shardwright.cli.rebalance;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Rebalance as the cluster has it. What is missing because the operator hasn't told of it yet is empty or 0.
 *
 * @param phase as in its status
 * @param approvedPlan the hash that was approved
 * @param bytesText done and in all, for people
 * @param left time left, for people
 */
public record KnownRebalance(
        String name,
        String shardSet,
        String phase,
        String hash,
        Optional<String> approvedPlan,
        boolean paused,
        boolean abort,
        int moves,
        int movesDone,
        int movesLowerBound,
        long bytes,
        String bytesText,
        int percent,
        Optional<String> left,
        String balanceBefore,
        String balanceAfter,
        String message,
        Optional<Long> reachedEpoch,
        List<Blocked> blocked,
        List<Share> target) {

    /** The phase of one that its operator hasn't looked at yet. */
    static final String UNKNOWN_PHASE = "Pending";

    /** Partitions that can't go for now. */
    public record Blocked(long from, long to, long partitions, String reason) {}

    /** What a shard is to own. */
    public record Share(long shard, String ranges) {}

    static KnownRebalance read(Mapping document) {
        var metadata = document.mapping("metadata");
        var spec = document.mapping("spec");
        var plan = spec.flatMap(s -> s.mapping("plan"));
        var status = document.mapping("status");
        var figures = status.flatMap(s -> s.mapping("figures"));
        return new KnownRebalance(
                text(metadata, "name"),
                text(spec, "shardSet"),
                status.flatMap(s -> s.text("phase")).orElse(UNKNOWN_PHASE),
                text(plan, "hash"),
                spec.flatMap(s -> s.text("approvedPlan")),
                isTrue(spec, "paused"),
                isTrue(spec, "abort"),
                (int) number(plan, "moves"),
                (int) number(figures, "movesDone"),
                (int) number(plan, "movesLowerBound"),
                number(plan, "bytes"),
                text(status, "bytes"),
                (int) number(status, "percent"),
                status.flatMap(s -> s.text("eta")),
                text(plan, "maxOverFairBefore"),
                text(plan, "maxOverFairAfter"),
                text(status, "message"),
                status.flatMap(s -> s.get("reachedEpoch")).map(KnownRebalance::number),
                items(status, "blocked")
                        .map(item -> new Blocked(
                                number(Optional.of(item), "from"),
                                number(Optional.of(item), "to"),
                                number(Optional.of(item), "partitions"),
                                text(Optional.of(item), "reason")))
                        .toList(),
                items(plan, "target")
                        .map(item -> new Share(number(Optional.of(item), "shard"), text(Optional.of(item), "ranges")))
                        .toList());
    }

    /** Whether nothing more comes of it. */
    public boolean isOver() {
        return switch (phase) {
            case "Completed", "Aborted", "Superseded" -> true;
            default -> false;
        };
    }

    /** Whether every partition is where its plan wants it. */
    public boolean isCompleted() {
        return phase.equals("Completed");
    }

    /** Whether another took its place. */
    public boolean isSuperseded() {
        return phase.equals("Superseded");
    }

    /** Its number among those of its ShardSet; 0 if it isn't named like one. */
    public long number() {
        String digits = name.substring(name.lastIndexOf("-r") + 2);
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }

    private static Stream<Mapping> items(Optional<Mapping> parent, String name) {
        return parent.flatMap(p -> p.sequence(name)).map(Sequence::items).orElse(List.of()).stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast);
    }

    private static String text(Optional<Mapping> parent, String name) {
        return parent.flatMap(p -> p.get(name))
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text())
                .orElse("");
    }

    private static long number(Optional<Mapping> parent, String name) {
        return parent.flatMap(p -> p.get(name)).map(KnownRebalance::number).orElse(0L);
    }

    private static long number(Value value) {
        return value instanceof Scalar scalar && scalar.value() instanceof Long number ? number : 0;
    }

    private static boolean isTrue(Optional<Mapping> parent, String name) {
        return parent.flatMap(p -> p.get(name))
                .filter(value -> value instanceof Scalar scalar && Boolean.TRUE.equals(scalar.value()))
                .isPresent();
    }
}
