package io.shardwright.cli.preview;

import io.shardwright.cli.situation.Situation;

/**
 * The verdict that there can be no plan, which the operator would give too.
 *
 * @param field the fields in conflict
 * @param why the figures in conflict
 * @param fix an edit that would work
 */
public record NoPlan(Situation situation, String field, String why, String fix) implements PreviewResult {

    /** The verdict in one line. */
    public String message() {
        return situation.wanted().at() + ": " + field + ": " + why + ": " + fix;
    }
}
