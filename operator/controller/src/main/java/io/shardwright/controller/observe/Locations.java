package io.shardwright.controller.observe;

import io.shardwright.planner.availability.Location;
import java.util.List;
import java.util.Map;

/**
 * Where the pods of a ShardSet run.
 *
 * @param replicas by the name of the pod that is there or should be; {@link Location#nowhere} where none is scheduled
 * @param routers one for each router pod that is wanted
 */
public record Locations(Map<String, Location> replicas, List<Location> routers) {

    /** Nothing runs anywhere. */
    public static final Locations NONE = new Locations(Map.of(), List.of());

    public Locations {
        replicas = Map.copyOf(replicas);
        routers = List.copyOf(routers);
    }

    /** Where a replica runs. */
    public Location of(String pod) {
        return replicas.getOrDefault(pod, Location.nowhere());
    }
}
