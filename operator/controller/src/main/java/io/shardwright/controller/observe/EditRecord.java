package io.shardwright.controller.observe;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rebalancing on record: kept on the PartitionMap from before its first move, so that moves are counted rightly whoever
 * carries them out.
 *
 * <p>Every adoption raises one partition's epoch by one. So the moves done since are the sum of all partitions' epochs
 * now, less {@code epochSum}.
 *
 * @param target identifies the weights to which is balanced
 * @param epochSum the sum of all partitions' own epochs when it began
 * @param lowerBound the fewest moves it can take
 * @param startedAt when it began
 */
public record EditRecord(String target, long epochSum, int lowerBound, Instant startedAt) {
    private static final Pattern TEXT =
            Pattern.compile("target=([0-9a-f]+) epochSum=([0-9]+) lowerBound=([0-9]+) startedAt=(\\S+)");

    /** The text in which it is kept. */
    public String text() {
        return "target=%s epochSum=%d lowerBound=%d startedAt=%s".formatted(target, epochSum, lowerBound, startedAt);
    }

    /** Reads {@link #text()}; empty if it is anything else. */
    public static Optional<EditRecord> parse(String text) {
        var match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(new EditRecord(
                        match.group(1),
                        Long.parseLong(match.group(2)),
                        Integer.parseInt(match.group(3)),
                        Instant.parse(match.group(4))))
                : Optional.empty();
    }
}
