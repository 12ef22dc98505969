package io.shardwright.planner.availability;

/**
 * The availability that is wanted. It is compared with writes of each key.
 *
 * @param uptime what is to be reached or exceeded
 */
public record Target(Uptime uptime) {

    /**
     * Reads a percentage such as {@code 99.95}.
     *
     * @throws IllegalArgumentException if it isn't a decimal from 0 to 100
     */
    public static Target ofPercent(String percent) {
        return new Target(Uptime.ofPercent(percent));
    }

    /**
     * Compares, and if the target is missed, looks for the cheapest change that meets it.
     *
     * @param options what may be changed
     */
    public Verdict compare(ShardedSystem system, Options options) {
        var figure = new Model(system).figure(Operation.WRITE, Scope.EACH_KEY);
        return isMetBy(figure)
                ? new Verdict.Met(uptime, figure)
                : new ImprovementSearch(system, options).meet(uptime, figure);
    }

    boolean isMetBy(Figure figure) {
        return figure.uptime().compareTo(uptime) >= 0;
    }
}
