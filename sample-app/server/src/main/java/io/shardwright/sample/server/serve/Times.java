package io.shardwright.sample.server.serve;

import java.time.Duration;

/**
 * How long requests wait, and for what.
 *
 * @param request from arrival to answer, whatever happens
 * @param leader for a leader where the shard has none
 * @param park for a fence to end
 * @param behind for the log to bring what a forwarding shard knows already
 * @param parked requests that wait for a fence at the same time
 */
public record Times(Duration request, Duration leader, Duration park, Duration behind, int parked) {
    /** For a cluster. */
    public static final Times DEFAULT = new Times(
            Duration.ofSeconds(25), Duration.ofSeconds(5), Duration.ofSeconds(8), Duration.ofMillis(500), 10_000);
}
