package io.shardwright.planner.availability;

import io.shardwright.planner.ShardId;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Placements for tests. */
final class Placements {

    private Placements() {}

    /** No routers; each shard's replicas on the hosts named in a string such as {@code a a b}. */
    static Placement on(String... shards) {
        return withRouters("", shards);
    }

    /** The same with routers on hosts named alike. {@code a/east} is host a in zone east. */
    static Placement withRouters(String routers, String... shards) {
        var all = new TreeMap<ShardId, List<Location>>();
        for (int i = 0; i < shards.length; i++) {
            all.put(new ShardId(i), locations(shards[i]));
        }
        return new Placement(locations(routers), all);
    }

    private static List<Location> locations(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Placements::location)
                .toList();
    }

    private static Location location(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? Location.on(name) : Location.on(name.substring(0, slash), name.substring(slash + 1));
    }

    /** Two routers and shards whose replicas are on distinct hosts chosen at random; hosts are dealt out over zones. */
    static Placement scattered(long seed, int shards, int replicas, int hosts, int zones) {
        var random = new SplittableRandom(seed);
        var all = new TreeMap<ShardId, List<Location>>();
        for (int shard = 0; shard < shards; shard++) {
            all.put(new ShardId(shard), distinct(random, replicas, hosts, zones));
        }
        return new Placement(distinct(random, 2, hosts, zones), all);
    }

    private static List<Location> distinct(SplittableRandom random, int count, int hosts, int zones) {
        return random.ints(0, hosts)
                .distinct()
                .limit(count)
                .mapToObj(host -> Location.on("host-" + host, "zone-" + host % zones))
                .toList();
    }

    /** Groups of so many hosts, each with some shards of its own. */
    static Placement inCells(int cells, int shardsPerCell, int replicas, int hostsPerCell) {
        var all = new TreeMap<ShardId, List<Location>>();
        for (int shard = 0; shard < cells * shardsPerCell; shard++) {
            int first = shard;
            int cell = shard / shardsPerCell;
            all.put(
                    new ShardId(shard),
                    IntStream.range(0, replicas)
                            .mapToObj(r -> Location.on("host-" + cell + "-" + (first + r) % hostsPerCell))
                            .toList());
        }
        return new Placement(List.of(), all);
    }
}
