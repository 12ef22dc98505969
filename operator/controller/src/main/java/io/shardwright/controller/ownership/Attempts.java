package io.shardwright.controller.ownership;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.observe.Observed;
import io.shardwright.planner.MoveBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * How often hand-offs were tried. A hand-off that is aborted leaves everything as it was, and is tried again under another
 * name: at once the first time, and then with pauses that double, so that one that can't succeed doesn't copy for ever.
 */
public final class Attempts {
    private static final Pattern NAME = Pattern.compile(".*-[0-9]{1,9}");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ConfirmedOwnership ownership;
    private final Instant now;
    private final Map<String, MoveStatus> lastByStem = new HashMap<>();

    private Attempts(ConfirmedOwnership ownership, Instant now) {
        this.ownership = ownership;
        this.now = now;
    }

    /** What shards remember; nothing is looked up where nothing is left to move. */
    public static Attempts of(Observed observed, ConfirmedOwnership ownership, List<MoveBatch> left) {
        var attempts = new Attempts(ownership, observed.at());
        if (left.isEmpty()) {
            return attempts;
        }
        var later = BinaryOperator.maxBy(Comparator.comparing(Attempts::number)
                .thenComparing(move -> move.phase() == MovePhase.ABORTED)
                .thenComparing(move -> move.detail() != null));
        observed.shards().values().stream()
                .flatMap(shard -> shard.leader().stream())
                .flatMap(leader -> leader.moves().stream())
                .filter(move -> NAME.matcher(move.id()).matches())
                .forEach(move -> attempts.lastByStem.merge(stem(move), move, later));
        return attempts;
    }

    private static String stem(MoveStatus move) {
        return move.id().substring(0, move.id().lastIndexOf('-') + 1);
    }

    private static int number(MoveStatus move) {
        return Integer.parseInt(move.id().substring(move.id().lastIndexOf('-') + 1));
    }

    /**
     * The last one of a hand-off, which failed.
     *
     * @param number how many there were
     * @param why the shard's words; empty if it gives none
     * @param again when it may be tried again
     */
    public record Failed(int number, Optional<String> why, Instant again) {}

    /** The last try, if it failed. */
    public Optional<Failed> failed(MoveBatch batch) {
        return Optional.ofNullable(lastByStem.get(stem(batch)))
                .filter(move -> move.phase() == MovePhase.ABORTED)
                .map(move -> new Failed(
                        number(move),
                        Optional.ofNullable(move.detail()),
                        again(Instant.ofEpochMilli(move.startedAtMillis()), number(move))));
    }

    /** A shard whose clock is ahead of this one's is not waited for. */
    private Instant again(Instant started, int tries) {
        return started.isAfter(now) ? now : started.plus(pause(tries));
    }

    private static Duration pause(int tries) {
        if (tries < 2) {
            return Duration.ZERO;
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 2, 16));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /**
     * Name of the next try. The same for the same, so that ordering it again after a crash changes nothing: from, to, the
     * partitions and their epoch, and how often it was tried.
     */
    public String next(MoveBatch batch) {
        String stem = stem(batch);
        var last = lastByStem.get(stem);
        return stem + (last == null ? 1 : number(last) + 1);
    }

    private String stem(MoveBatch batch) {
        var ranges = PartitionRanges.of(batch.partitions().stream());
        int first = ranges.stream().findFirst().orElseThrow();
        var crc = new CRC32C();
        ranges.forEach(p -> {
            crc.update(p >>> 8);
            crc.update(p);
            long epoch = ownership.epoch(p);
            crc.update((int) (epoch >>> 16));
            crc.update((int) (epoch >>> 8));
            crc.update((int) epoch);
        });
        return "m%d-%d-p%d-e%d-%08x-"
                .formatted(batch.from().ordinal(), batch.to().ordinal(), first, ownership.epoch(first), crc.getValue());
    }
}
