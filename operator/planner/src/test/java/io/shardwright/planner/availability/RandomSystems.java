package io.shardwright.planner.availability;

import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Seeded random systems with shared hosts and zones; {@code -Davailability.seed=N} repeats a run. */
final class RandomSystems {

    private final SplittableRandom random;

    private RandomSystems(SplittableRandom random) {
        this.random = random;
    }

    static RandomSystems seeded(String test) {
        long seed = Long.getLong("availability.seed", System.nanoTime());
        System.out.println(test + ": seed " + seed);
        return new RandomSystems(new SplittableRandom(seed));
    }

    SplittableRandom random() {
        return random;
    }

    /** Some shards over a few hosts, some members of unknown or no place. */
    ShardedSystem next(int mostShards, int mostHosts, int mostZones) {
        int hosts = 1 + random.nextInt(mostHosts);
        int zones = 1 + random.nextInt(mostZones);
        boolean strange = random.nextInt(3) == 0;
        var shards = new TreeMap<ShardId, List<Location>>();
        int count = 1 + random.nextInt(mostShards);
        for (int shard = 0; shard < count; shard++) {
            shards.put(new ShardId(shard * 2), members(1 + random.nextInt(5), hosts, zones, strange));
        }
        return new ShardedSystem(
                new Placement(members(random.nextInt(3), hosts, zones, strange), shards),
                Replication.values()[random.nextInt(4)],
                assumptions());
    }

    private List<Location> members(int count, int hosts, int zones, boolean strange) {
        var members = new ArrayList<Location>();
        for (int i = 0; i < count; i++) {
            int host = random.nextInt(hosts);
            int kind = strange ? random.nextInt(8) : 8;
            members.add(
                    switch (kind) {
                        case 0 -> Location.unknown();
                        case 1 -> Location.nowhere();
                        default ->
                            host == 0
                                    ? Location.on("host-without-zone")
                                    : Location.on("host-" + host, "zone-" + host % zones);
                    });
        }
        return members;
    }

    private Assumptions assumptions() {
        return new Assumptions(
                unreliable(false),
                unreliable(true),
                unreliable(true),
                Duration.ofSeconds(1 + random.nextInt(1_000)),
                Duration.ofMillis(random.nextInt(20_000)),
                Duration.ofMillis(random.nextInt(20_000)),
                Duration.ofMillis(random.nextInt(100_000)));
    }

    private Uptime unreliable(boolean maybeNot) {
        return maybeNot && random.nextBoolean()
                ? Uptime.ALWAYS
                : new Uptime(Math.pow(10, -4 * random.nextDouble()) / 2);
    }
}
