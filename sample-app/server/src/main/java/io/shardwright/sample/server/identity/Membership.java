package io.shardwright.sample.server.identity;

import io.shardwright.contract.Member;
import java.util.List;

/**
 * How this replica came to its group; on the volume since before the group was first started here.
 *
 * @param founders the members that founded the group, empty where this replica joined an existing one
 * @param ranges what the founders own, see {@link io.shardwright.contract.PartitionRanges}; "" where it joined
 * @param started whether the group's log exists on the volume: from then on, a missing log is a lost log
 */
public record Membership(List<Member> founders, String ranges, boolean started) {
    public Membership {
        founders = List.copyOf(founders);
    }

    /** The membership of a founder. */
    public static Membership founding(List<Member> founders, String ranges) {
        return new Membership(founders, ranges, false);
    }

    /** The membership of a replica that an existing group will take in. */
    public static Membership joining() {
        return new Membership(List.of(), "", false);
    }

    /** The same after the group was started here. */
    public Membership asStarted() {
        return new Membership(founders, ranges, true);
    }
}
