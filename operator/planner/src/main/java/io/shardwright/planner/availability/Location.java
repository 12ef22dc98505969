package io.shardwright.planner.availability;

import java.util.Optional;

/**
 * Where a replica or a router runs.
 *
 * @param host the node's name; empty if unknown: it then counts as a host that nothing else is on
 * @param zone the node's zone; empty if unknown: all such places then count as one zone
 * @param placed false if it runs nowhere, and so is down
 */
public record Location(Optional<String> host, Optional<String> zone, boolean placed) {

    private static final Location UNKNOWN = new Location(Optional.empty(), Optional.empty(), true);
    private static final Location NOWHERE = new Location(Optional.empty(), Optional.empty(), false);

    /** @throws IllegalArgumentException if it is nowhere and has a host or zone */
    public Location {
        if (!placed && (host.isPresent() || zone.isPresent())) {
            throw new IllegalArgumentException("what runs nowhere has no host or zone");
        }
    }

    /** On a host of a zone. */
    public static Location on(String host, String zone) {
        return new Location(Optional.of(host), Optional.of(zone), true);
    }

    /** On a host whose zone is unknown. */
    public static Location on(String host) {
        return new Location(Optional.of(host), Optional.empty(), true);
    }

    /** Somewhere. */
    public static Location unknown() {
        return UNKNOWN;
    }

    /** Not scheduled: it counts among the replicas, and is down. */
    public static Location nowhere() {
        return NOWHERE;
    }

    /** Somewhere else in the same zone, on a host that nothing else is on. */
    Location onHostOfItsOwn() {
        return new Location(Optional.empty(), zone, true);
    }
}
