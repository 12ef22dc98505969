package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The sets of zones that may have failed, with their probabilities, the smaller sets first.
 *
 * <p>Whole sizes are listed until the rest has a probability below 10<sup>−15</sup>, and no more than {@value #MOST_SETS}
 * sets.
 *
 * @param leftOut the probability of all sets that aren't listed, 0 if all are
 */
record ZoneFailures(List<Failed> sets, double leftOut) {

    static final int MOST_SETS = 4_096;
    private static final double NEGLIGIBLE = 1e-15;

    /** These zones failed, and of the others none. */
    record Failed(BitSet zones, double probability) {}

    /**
     * Lists the sets.
     *
     * @param zones those in use
     * @param unavailability of each
     */
    static ZoneFailures of(BitSet zones, double unavailability) {
        int[] numbers = zones.stream().toArray();
        int n = numbers.length;
        double[] ofSize = new double[n + 1];
        double[] ways = new double[n + 1];
        ways[0] = 1;
        for (int size = 0; size <= n; size++) {
            ofSize[size] = Math.pow(unavailability, size) * Math.pow(1 - unavailability, n - size);
            if (size < n) {
                ways[size + 1] = ways[size] * (n - size) / (size + 1);
            }
        }
        var sets = new ArrayList<Failed>();
        for (int size = 0; size <= n; size++) {
            double left = 0;
            for (int larger = n; larger >= size; larger--) {
                left += ways[larger] * ofSize[larger];
            }
            if (left < NEGLIGIBLE || sets.size() + ways[size] > MOST_SETS) {
                return new ZoneFailures(sets, Math.min(1, left));
            }
            addSets(numbers, 0, size, new BitSet(), ofSize[size], sets);
        }
        return new ZoneFailures(sets, 0);
    }

    private static void addSets(
            int[] zones, int from, int missing, BitSet chosen, double probability, List<Failed> sets) {
        if (missing == 0) {
            sets.add(new Failed((BitSet) chosen.clone(), probability));
            return;
        }
        for (int i = from; i <= zones.length - missing; i++) {
            chosen.set(zones[i]);
            addSets(zones, i + 1, missing - 1, chosen, probability, sets);
            chosen.clear(zones[i]);
        }
    }
}
