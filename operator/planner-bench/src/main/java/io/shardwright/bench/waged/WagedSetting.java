package io.shardwright.bench.waged;

/**
 * How WAGED is set up. It scores every instance for every partition by a weighted sum of soft constraints; these are the
 * weights a user can choose.
 *
 * @param name as shown in tables
 * @param evenness its preference EVENNESS, 0 to 1000: multiplies all constraints but the one against movement
 * @param lessMovement its preference LESS_MOVEMENT, 0 to 1000: multiplies the constraint against movement
 * @param countsPartitions whether the two constraints that even out the number of partitions, whatever an instance's
 *     capacity, keep their shipped weight of 1. Where capacities or loads differ they pull away from the balance asked for, so
 *     they are better off (weight 0, a documented property file)
 */
public record WagedSetting(String name, int evenness, int lessMovement, boolean countsPartitions) {

    /** Everything as shipped. */
    public static final WagedSetting SHIPPED = new WagedSetting("as shipped", 1, 1, true);

    /** Balance by capacity alone, and preferences as shipped. */
    public static final WagedSetting BY_CAPACITY = new WagedSetting("by capacity", 1, 1, false);

    /** Balance by capacity alone, and ten times as important as staying. */
    public static final WagedSetting EVEN_FIRST = new WagedSetting("by capacity, evenness 10", 10, 1, false);

    /** Staying before everything; the hard capacities alone limit what an instance may keep. */
    public static final WagedSetting STAY_FIRST = new WagedSetting("by capacity, movement 100", 1, 100, false);
}
