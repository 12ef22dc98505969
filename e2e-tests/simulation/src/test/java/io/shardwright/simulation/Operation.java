package io.shardwright.simulation;

import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.Write;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param write null for a read
 */
record Operation(String key, @Nullable Write write) {
    byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A request on its way.
     *
     * @param deadline when whoever sent it stops waiting
     */
    record Request(Operation operation, int partition, long epoch, int hops, boolean toLeader, long deadline) {}

    /** An answer with the status that HTTP would give it. */
    record Answer(
            int status, @Nullable Version version, @Nullable String value, String why) {
        static final int NOT_LEADER = 421;

        static Answer error(int status, String why) {
            return new Answer(status, null, null, why);
        }
    }
}
