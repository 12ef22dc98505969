package io.shardwright.sample.server;

import io.shardwright.sample.server.move.MoveSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** What the environment changes of how hand-offs behave. */
final class MoveEnvironment {
    /** Bytes of keys and values that all copies to the shard may take together in a second, at least 1. */
    static final String BYTES_IN = "SHARDWRIGHT_MOVE_BYTES_IN_PER_SECOND";
    /** The same for all copies from the shard. */
    static final String BYTES_OUT = "SHARDWRIGHT_MOVE_BYTES_OUT_PER_SECOND";
    /** Copies yield while requests wait so long for the log, such as {@code PT0.1S}. */
    static final String YIELD_ABOVE = "SHARDWRIGHT_MOVE_YIELD_ABOVE";
    /** How long a move rests in each of its phases, such as {@code PT1.5S}; for tests. */
    static final String REST = "SHARDWRIGHT_MOVE_REST";

    private MoveEnvironment() {}

    /**
     * The settings with what the environment changes of them.
     *
     * @throws IllegalArgumentException naming the variable that can't be read
     */
    static MoveSettings settings(MoveSettings otherwise, Map<String, String> environment) {
        return otherwise
                .withLimits(
                        bytes(environment, BYTES_IN, otherwise.bytesInPerSecond()),
                        bytes(environment, BYTES_OUT, otherwise.bytesOutPerSecond()),
                        slow(environment, otherwise.slowRequest()))
                .withRest(duration(environment, REST, otherwise.rest()));
    }

    private static long bytes(Map<String, String> environment, String name, long otherwise) {
        String text = environment.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long bytes = Long.parseLong(text);
            if (bytes >= 1) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is '" + text + "': it must be a whole number of bytes", e);
        }
        throw new IllegalArgumentException(name + " is " + text + ": it must be at least 1");
    }

    private static Duration slow(Map<String, String> environment, Duration otherwise) {
        Duration slow = duration(environment, YIELD_ABOVE, otherwise);
        if (!slow.isPositive()) {
            throw new IllegalArgumentException(YIELD_ABOVE + " is " + slow + ": it must be longer than PT0S");
        }
        return slow;
    }

    private static Duration duration(Map<String, String> environment, String name, Duration otherwise) {
        String text = environment.get(name);
        try {
            return text == null ? otherwise : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "': it must be an ISO 8601 duration, such as PT1.5S", e);
        }
    }
}
