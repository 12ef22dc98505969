package io.shardwright.planner.availability;

import java.util.Arrays;
import java.util.List;

/**
 * Sums over the sets of failed hosts, for groups that share hosts.
 *
 * <p>Hosts h<sub>1</sub>, h<sub>2</sub>, … are decided in this order. A node of the search knows the state of the first few
 * and which of them failed; the next host to fail is h<sub>j</sub>, with those in between up, or no further one fails:
 *
 * <p>U(node) = Σ<sub>j</sub> a<sup>j−1</sup> u U(node, h<sub>j</sub> failed) + a<sup>rest</sup> U(node, no more fail)
 *
 * <p>All terms are positive, so nothing cancels. A node where some group can't be up any more has U = 1, with everything
 * below it. With all shared hosts decided the groups are independent, and U = 1 − Π A<sub>g</sub>.
 *
 * <p>The search goes to sets of 1 failed host, then 2, and so on, while work is left. Below that, with hosts still free, it
 * takes bounds. A host is critical if its failure would be one too many for a group that has lost hosts already. With c
 * critical ones, all must be up, and then the rest remains: a group being up is an increasing event of independent parts, so
 * by Harris' inequality (T. E. Harris, 1960; J. D. Esary and F. Proschan, 1963, for systems)
 *
 * <p>a<sup>c</sup> Π A<sub>g | critical hosts up</sub> ≤ A ≤ a<sup>c</sup>, and A ≤ A<sub>g</sub> for each group.
 */
final class SharedHostSearch {

    private static final double CLOSE_ENOUGH = 1e-13;

    private final int[][] groupsOnHost;
    private final long[][] digits;
    private final GroupShape[] shapes;
    private final long[] codes;
    private final double hostDown;

    private final int[][] hostAtPosition;
    private final int[] failed;
    private int failedCount;
    private final int[] seenGroup;
    private final int[] seenHost;
    private int stamp;

    private long work;
    private long mostWork;
    private double low;
    private double high;

    /**
     * Prepares a search.
     *
     * @param hosts the uses of each shared host
     * @param codes for each group what is known before; its shared hosts are free
     */
    SharedHostSearch(List<List<SharedHosts.Use>> hosts, List<GroupShape> shapes, long[] codes, double hostDown) {
        this.shapes = shapes.toArray(GroupShape[]::new);
        this.codes = codes;
        this.hostDown = hostDown;
        hostAtPosition = new int[shapes.size()][];
        for (int g = 0; g < hostAtPosition.length; g++) {
            hostAtPosition[g] = new int[shapes.get(g).hosts()];
            Arrays.fill(hostAtPosition[g], -1);
        }
        failed = new int[hosts.size()];
        seenGroup = new int[shapes.size()];
        seenHost = new int[hosts.size()];
        groupsOnHost = new int[hosts.size()][];
        digits = new long[hosts.size()][];
        for (int h = 0; h < groupsOnHost.length; h++) {
            var uses = hosts.get(h);
            groupsOnHost[h] = uses.stream().mapToInt(SharedHosts.Use::group).toArray();
            digits[h] = uses.stream()
                    .mapToLong(use -> GroupShape.digit(use.position()))
                    .toArray();
            for (var use : uses) {
                hostAtPosition[use.group()][use.position()] = h;
            }
        }
    }

    /**
     * The unavailability of the groups together.
     *
     * @param budget looks at a group that a further size of sets may cost; the sets of one host always are looked at
     * @param share of the result in a larger sum: the smaller, the wider the bounds may stay
     */
    Bounds within(long budget, double share) {
        double start = 0;
        for (int g = 0; g < shapes.length; g++) {
            start += shapes[g].logUp(codes[g]);
        }
        var best = new Bounds(0, -Math.expm1(start));
        for (int failures = 1; failures <= groupsOnHost.length; failures++) {
            work = 0;
            mostWork = failures == 1 ? Long.MAX_VALUE : budget;
            low = 0;
            high = 0;
            explore(0, failures, 1, start);
            if (work > mostWork) {
                break;
            }
            best = new Bounds(Math.max(best.low(), low), Math.max(low, Math.min(best.high(), high)));
            if ((best.high() - best.low()) * share <= CLOSE_ENOUGH) {
                break;
            }
        }
        return best;
    }

    /**
     * Adds a node to the sum.
     *
     * @param from the first host that isn't decided
     * @param failures how many more may fail before bounds are taken
     * @param reached the probability of the node
     * @param log Σ ln A<sub>g</sub> at the node
     */
    private void explore(int from, int failures, double reached, double log) {
        double reachedHere = reached;
        double logHere = log;
        int h = from;
        for (; h < groupsOnHost.length && work <= mostWork; h++) {
            double withFailure = reachedHere * hostDown;
            double logDown = logHere + change(h, GroupShape.DOWN);
            shift(h, GroupShape.DOWN);
            failed[failedCount++] = h;
            if (logDown == Double.NEGATIVE_INFINITY) {
                add(withFailure, 1, 1);
            } else if (failures > 1 || h + 1 == groupsOnHost.length) {
                explore(h + 1, failures - 1, withFailure, logDown);
            } else {
                addBounds(withFailure, h, logDown);
            }
            failedCount--;
            shift(h, -GroupShape.DOWN);
            logHere = Math.min(0, logHere + change(h, GroupShape.UP));
            shift(h, GroupShape.UP);
            reachedHere *= 1 - hostDown;
        }
        double down = -Math.expm1(logHere);
        add(reachedHere, down, down);
        while (--h >= from) {
            shift(h, -GroupShape.UP);
        }
    }

    private void add(double probability, double downLow, double downHigh) {
        low += probability * downLow;
        high += probability * Math.min(1, Math.max(downLow, downHigh));
    }

    /** How much Σ ln A<sub>g</sub> changes when a free host gets a state. */
    private double change(int host, int state) {
        int[] groups = groupsOnHost[host];
        double change = 0;
        for (int i = 0; i < groups.length; i++) {
            var shape = shapes[groups[i]];
            long code = codes[groups[i]];
            change += shape.logUp(code + state * digits[host][i]) - shape.logUp(code);
        }
        work += groups.length;
        return change;
    }

    private void shift(int host, int step) {
        int[] groups = groupsOnHost[host];
        for (int i = 0; i < groups.length; i++) {
            codes[groups[i]] += step * digits[host][i];
        }
    }

    /** Adds a node where the hosts after one that has just failed are free. */
    private void addBounds(double probability, int last, double log) {
        stamp++;
        int critical = 0;
        double given = log;
        double worst = 0;
        for (int i = 0; i < failedCount; i++) {
            for (int g : groupsOnHost[failed[i]]) {
                if (seenGroup[g] == stamp) {
                    continue;
                }
                seenGroup[g] = stamp;
                long code = codes[g];
                long withCriticalUp = code;
                for (int position = 0; position < hostAtPosition[g].length; position++) {
                    int host = hostAtPosition[g][position];
                    if (host > last && isCritical(g, position)) {
                        withCriticalUp += GroupShape.UP * GroupShape.digit(position);
                        critical += seenHost[host] == stamp ? 0 : 1;
                        seenHost[host] = stamp;
                    }
                }
                double before = shapes[g].logUp(code);
                worst = Math.min(worst, before);
                given += withCriticalUp == code ? 0 : shapes[g].logUp(withCriticalUp) - before;
            }
            work += groupsOnHost[failed[i]].length;
        }
        double allCriticalUp = critical * Math.log1p(-hostDown);
        double most = Math.min(worst, allCriticalUp);
        double least = Math.max(log, allCriticalUp + Math.min(0, given));
        add(probability, -Math.expm1(most), -Math.expm1(least));
    }

    private boolean isCritical(int group, int position) {
        return shapes[group].logUp(codes[group] + GroupShape.DOWN * GroupShape.digit(position))
                == Double.NEGATIVE_INFINITY;
    }
}
