package io.shardwright.cli.availability;

import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.availability.Location;
import io.shardwright.planner.availability.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Where pods would run on some hosts in some zones, dealt out in turn: the replicas of a shard on different hosts, and hosts in
 * different zones, as far as there are enough.
 *
 * @param hosts how many, at least 1
 * @param zones how many, 1 to the number of hosts
 */
record AssumedPlaces(int hosts, int zones) {

    Placement of(ShardSetSpec spec) {
        var shards = new TreeMap<ShardId, List<Location>>();
        for (int shard = 0; shard < spec.shards(); shard++) {
            shards.put(new ShardId(shard), dealt(shard, spec.replicasPerShard()));
        }
        return new Placement(dealt(0, spec.router().replicas()), shards);
    }

    private List<Location> dealt(int first, int count) {
        var places = new ArrayList<Location>();
        for (int i = 0; i < count; i++) {
            int host = (first + i) % hosts;
            places.add(Location.on("host-" + host, "zone-" + host % zones));
        }
        return places;
    }
}
