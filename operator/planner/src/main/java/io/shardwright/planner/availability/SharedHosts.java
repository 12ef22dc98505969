package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Which groups are on which hosts, of those hosts that haven't failed with their zone. */
final class SharedHosts {

    /** One group on a host: its index, and the host's position in it. */
    record Use(int group, int position) {}

    private final int groups;
    private final Map<Integer, List<Use>> usesByHost = new TreeMap<>();

    SharedHosts(Topology topology, List<Group> groups, BitSet failedZones) {
        this.groups = groups.size();
        for (int g = 0; g < groups.size(); g++) {
            int[] hosts = groups.get(g).hosts();
            for (int position = 0; position < hosts.length; position++) {
                if (!failedZones.get(topology.zone(hosts[position]))) {
                    usesByHost
                            .computeIfAbsent(hosts[position], unused -> new ArrayList<>(2))
                            .add(new Use(g, position));
                }
            }
        }
    }

    /** The uses of each host that several groups are on, the most used host first. */
    static List<List<Use>> of(Topology topology, List<Group> groups, BitSet failedZones) {
        return new SharedHosts(topology, groups, failedZones)
                .usesByHost.values().stream()
                        .filter(uses -> uses.size() > 1)
                        .sorted(Comparator.comparingInt((List<Use> uses) -> uses.size())
                                .reversed())
                        .toList();
    }

    /** The groups by what they are connected to through shared hosts: every group once. O(members). */
    List<int[]> components() {
        int[] root = IntStream.range(0, groups).toArray();
        for (var uses : usesByHost.values()) {
            for (int i = 1; i < uses.size(); i++) {
                root[find(root, uses.get(i).group())] = find(root, uses.get(0).group());
            }
        }
        var members = new ArrayList<List<Integer>>();
        IntStream.range(0, groups).forEach(unused -> members.add(new ArrayList<>()));
        for (int g = 0; g < groups; g++) {
            members.get(find(root, g)).add(g);
        }
        return members.stream()
                .filter(component -> !component.isEmpty())
                .map(component -> component.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private static int find(int[] root, int group) {
        int found = group;
        while (root[found] != found) {
            root[found] = root[root[found]];
            found = root[found];
        }
        return found;
    }
}
