package io.shardwright.cli.availability;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.availability.Location;
import io.shardwright.planner.availability.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where the pods of a ShardSet run, read from what kubectl says of pods and nodes. */
final class PodPlaces {
    private static final String SHARD_SET = "shardwright.io/shardset";
    private static final String SHARD = "shardwright.io/shard";
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String ROUTER = "router";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Map<String, Optional<String>> zones = new HashMap<>();
    private final Map<Integer, List<Location>> replicas = new HashMap<>();
    private final List<Location> routers = new ArrayList<>();

    private PodPlaces() {}

    /**
     * The placement of the pods that exist. Replicas and routers that there are to be and that have no pod, or one that
     * isn't scheduled, count as nowhere; shards beyond those wanted aren't counted.
     *
     * @return empty if no pod of the ShardSet exists
     */
    static Optional<Placement> of(InputFile podsAndNodes, String name, ShardSetSpec spec) throws InputException {
        var places = new PodPlaces();
        var resources = Resources.read(podsAndNodes);
        resources.stream().filter(resource -> isKind(resource, "Node")).forEach(places::node);
        resources.stream()
                .filter(resource -> isKind(resource, "Pod"))
                .filter(pod -> label(pod, SHARD_SET).filter(name::equals).isPresent())
                .forEach(places::pod);
        return places.replicas.isEmpty() ? Optional.empty() : Optional.of(places.placement(spec));
    }

    private static boolean isKind(Mapping resource, String kind) {
        return resource.text("kind").filter(kind::equals).isPresent();
    }

    private static Optional<String> label(Mapping resource, String name) {
        return resource.mapping("metadata")
                .flatMap(metadata -> metadata.mapping("labels"))
                .flatMap(labels -> labels.text(name));
    }

    private void node(Mapping node) {
        node.mapping("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .ifPresent(name -> zones.put(name, label(node, ZONE)));
    }

    private void pod(Mapping pod) {
        var host = pod.mapping("spec").flatMap(spec -> spec.text("nodeName"));
        var place = host.map(name -> new Location(Optional.of(name), zones.getOrDefault(name, Optional.empty()), true))
                .orElseGet(Location::nowhere);
        if (label(pod, COMPONENT).filter(ROUTER::equals).isPresent()) {
            routers.add(place);
        } else {
            label(pod, SHARD)
                    .filter(shard -> shard.matches("[0-9]{1,4}"))
                    .ifPresent(shard -> replicas.computeIfAbsent(Integer.parseInt(shard), s -> new ArrayList<>())
                            .add(place));
        }
    }

    private Placement placement(ShardSetSpec spec) {
        var shards = new TreeMap<ShardId, List<Location>>();
        for (int shard = 0; shard < spec.shards(); shard++) {
            shards.put(new ShardId(shard), filled(replicas.getOrDefault(shard, List.of()), spec.replicasPerShard()));
        }
        return new Placement(filled(routers, spec.router().replicas()), shards);
    }

    /** The wanted number of places: those that are known, then nowhere. */
    private static List<Location> filled(List<Location> known, int wanted) {
        var filled = new ArrayList<>(known.subList(0, Math.min(known.size(), wanted)));
        while (filled.size() < wanted) {
            filled.add(Location.nowhere());
        }
        return filled;
    }
}
