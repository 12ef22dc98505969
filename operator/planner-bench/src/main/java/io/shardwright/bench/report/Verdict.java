package io.shardwright.bench.report;

/**
 * Whether a claim holds in a run.
 *
 * @param figures what was found, enough to see why
 */
public record Verdict(String claim, boolean held, String figures) {

    @Override
    public String toString() {
        return (held ? "held      " : "NOT held  ") + claim + ": " + figures;
    }
}
