package io.shardwright.controller.observe;

import io.shardwright.planner.availability.Location;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the pods of a ShardSet run.
 *
 * @param replicas by the name of the pod that is there or should be; {@link Location#nowhere} where none is scheduled
 * @param routers one for each router pod that is wanted
 * @param cordoned nodes that take no new pods because they are about to be drained
 */
public record Locations(Map<String, Location> replicas, List<Location> routers, Set<String> cordoned) {

    /** Nothing runs anywhere. */
    public static final Locations NONE = new Locations(Map.of(), List.of());

    public Locations {
        replicas = Map.copyOf(replicas);
        routers = List.copyOf(routers);
        cordoned = Set.copyOf(cordoned);
    }

    /** With no node cordoned. */
    public Locations(Map<String, Location> replicas, List<Location> routers) {
        this(replicas, routers, Set.of());
    }

    /** Whether a replica runs on a node that is cordoned. */
    public boolean isOnCordonedNode(String pod) {
        return of(pod).host().filter(cordoned::contains).isPresent();
    }

    /** Where a replica runs. */
    public Location of(String pod) {
        return replicas.getOrDefault(pod, Location.nowhere());
    }
}
