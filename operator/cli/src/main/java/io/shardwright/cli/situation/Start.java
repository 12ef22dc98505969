package io.shardwright.cli.situation;

import io.shardwright.contract.OwnershipTable;
import io.shardwright.planner.Ownership;
import java.util.Optional;

/**
 * Who owns what before anything moves.
 *
 * @param origin where that is known from
 * @param text the same in words
 * @param table the published map, with epochs; empty where there is none
 */
public record Start(Ownership ownership, Origin origin, String text, Optional<OwnershipTable> table) {

    /** Where the ownership is known from. */
    public enum Origin {
        /** A file that the user named. */
        MAP_FILE,
        /** The map in the cluster. */
        CLUSTER,
        /** No map: the file as it was before the edits is taken for carried out. */
        FILE_CARRIED_OUT,
        /** No map: nothing is owned. */
        EMPTY
    }
}
