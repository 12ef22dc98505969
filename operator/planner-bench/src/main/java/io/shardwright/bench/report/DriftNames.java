package io.shardwright.bench.report;

/** What the three runs of the drift simulation are called. */
public final class DriftNames {

    public static final String HYSTERESIS = "hysteresis ±10 %";
    public static final String NO_HYSTERESIS = "hysteresis off";
    public static final String CONSTANT = "constant loads";

    private DriftNames() {}
}
