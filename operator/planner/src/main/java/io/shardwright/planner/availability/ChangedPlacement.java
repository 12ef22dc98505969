package io.shardwright.planner.availability;

import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A placement after a change, as far as it can be known before.
 *
 * <p>What is added gets a host of its own, in the first of the group's
 * zones by name. Apart on hosts: of the
 * members on one host all but one go to hosts of their own in the same zone, and those that run nowhere get one. Apart on
 * zones: the same, and members go from the fullest zone to the emptiest of those known until none has two more.
 */
final class ChangedPlacement {

    private final List<String> zones;
    private final Change.Apart apart;

    /** @param zones all that are known, in order */
    ChangedPlacement(List<String> zones, Change.Apart apart) {
        this.zones = zones;
        this.apart = apart;
    }

    /** With at least so many replicas of each shard, and so many routers. */
    Placement of(Placement placement, int replicas, int routers) {
        var shards = new TreeMap<ShardId, List<Location>>();
        placement.shards().forEach((shard, members) -> shards.put(shard, group(members, replicas)));
        return new Placement(group(placement.routers(), routers), shards);
    }

    private List<Location> group(List<Location> members, int size) {
        var changed = new ArrayList<>(members);
        var zone = members.stream().flatMap(m -> m.zone().stream()).min(Comparator.naturalOrder());
        while (changed.size() < size) {
            changed.add(new Location(Optional.empty(), zone, true));
        }
        if (apart != Change.Apart.NOTHING) {
            keepApartOnHosts(changed, zone);
        }
        if (apart == Change.Apart.ZONES) {
            keepApartOnZones(changed);
        }
        return changed;
    }

    private static void keepApartOnHosts(List<Location> members, Optional<String> zone) {
        var taken = new HashSet<String>();
        members.replaceAll(member -> {
            if (!member.placed()) {
                return new Location(Optional.empty(), zone, true);
            }
            boolean first = member.host().map(taken::add).orElse(true);
            return first ? member : member.onHostOfItsOwn();
        });
    }

    private void keepApartOnZones(List<Location> members) {
        for (int moved = 0; moved < members.size(); moved++) {
            var count = membersByZone(members);
            var emptiest = zones.getFirst();
            Optional<String> fullest = Optional.of(emptiest);
            for (var zone : zones) {
                emptiest = count.getOrDefault(Optional.of(zone), 0) < count.getOrDefault(Optional.of(emptiest), 0)
                        ? zone
                        : emptiest;
                fullest = count.getOrDefault(Optional.of(zone), 0) > count.getOrDefault(fullest, 0)
                        ? Optional.of(zone)
                        : fullest;
            }
            // A member whose zone isn't known goes first.
            fullest = count.containsKey(Optional.<String>empty()) ? Optional.empty() : fullest;
            boolean even = fullest.isPresent()
                    && count.getOrDefault(fullest, 0) - count.getOrDefault(Optional.of(emptiest), 0) < 2;
            if (even) {
                return;
            }
            var from = fullest;
            int last = members.size() - 1;
            while (!members.get(last).zone().equals(from)) {
                last--;
            }
            members.set(last, new Location(Optional.empty(), Optional.of(emptiest), true));
        }
    }

    private static Map<Optional<String>, Integer> membersByZone(List<Location> members) {
        var count = new HashMap<Optional<String>, Integer>();
        members.forEach(member -> count.merge(member.zone(), 1, Integer::sum));
        return count;
    }
}
