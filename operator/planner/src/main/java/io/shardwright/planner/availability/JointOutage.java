package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * How likely it is that not all of some groups are up, where they share hosts and zones.
 *
 * <p>By total probability, so that a shared part is counted once:
 *
 * <ol>
 *   <li>For every set of zones that may have failed ({@link ZoneFailures}), with the hosts in them down, the rest of the
 *       hosts fail independently.
 *   <li>Groups that share hosts, directly or through other groups, are taken together; apart from that they are
 *       independent, and their availabilities multiply. A group that shares no host is a sum over its own members
 *       ({@link GroupShape}), exact and linear.
 *   <li>Groups taken together are summed over the sets of shared hosts that have failed ({@link SharedHostSearch}).
 * </ol>
 *
 * <p>Exact while that fits the budget of work, and else between bounds that hold for certain.
 */
final class JointOutage {

    /** Zones that fail together rarely get less of the budget, but no less than this part. */
    private static final double LEAST_SHARE = 1.0 / 16;

    private final Topology topology;
    private final List<Group> groups;
    private final List<GroupShape> shapes;
    private final long budget;

    /** @param budget how many times a group may be looked at, roughly; bounds the time */
    JointOutage(Topology topology, List<Group> groups, long budget) {
        this.topology = topology;
        this.groups = groups;
        this.shapes = groups.stream().map(topology::shape).toList();
        this.budget = budget;
    }

    /** The unavailability of all groups together. */
    Bounds unavailability() {
        double zone = topology.assumptions().zone().unavailability();
        if (zone == 0) {
            return given(new BitSet(), 1);
        }
        var failures = ZoneFailures.of(zonesInUse(), zone);
        double low = 0;
        double high = failures.leftOut();
        for (var failed : failures.sets()) {
            var bounds = given(failed.zones(), failed.probability());
            low += failed.probability() * bounds.low();
            high += failed.probability() * bounds.high();
        }
        return new Bounds(Math.min(1, low), Math.min(1, high));
    }

    private BitSet zonesInUse() {
        var zones = new BitSet();
        groups.forEach(group -> Arrays.stream(group.hosts()).map(topology::zone).forEach(zones::set));
        return zones;
    }

    private Bounds given(BitSet failedZones, double probability) {
        long[] codes = new long[groups.size()];
        for (int g = 0; g < codes.length; g++) {
            int[] hosts = groups.get(g).hosts();
            for (int position = 0; position < hosts.length; position++) {
                if (failedZones.get(topology.zone(hosts[position]))) {
                    codes[g] += GroupShape.DOWN * GroupShape.digit(position);
                }
            }
            if (shapes.get(g).logUp(codes[g]) == Double.NEGATIVE_INFINITY) {
                return Bounds.exactly(1);
            }
        }
        double log = 0;
        var together = Bounds.NEVER_DOWN;
        for (int[] component : new SharedHosts(topology, groups, failedZones).components()) {
            if (component.length == 1) {
                log += shapes.get(component[0]).logUp(codes[component[0]]);
            } else {
                double share = Math.max(probability, LEAST_SHARE) * component.length / groups.size();
                together = together.and(
                        search(component, codes, failedZones).within((long) (budget * share), probability));
            }
        }
        return together.and(Bounds.exactly(-Math.expm1(log)));
    }

    private SharedHostSearch search(int[] component, long[] codes, BitSet failedZones) {
        var members = new ArrayList<Group>();
        var forms = new ArrayList<GroupShape>();
        long[] own = new long[component.length];
        for (int i = 0; i < component.length; i++) {
            members.add(groups.get(component[i]));
            forms.add(shapes.get(component[i]));
            own[i] = codes[component[i]];
        }
        var shared = SharedHosts.of(topology, members, failedZones);
        return new SharedHostSearch(
                shared, forms, own, topology.assumptions().host().unavailability());
    }
}
