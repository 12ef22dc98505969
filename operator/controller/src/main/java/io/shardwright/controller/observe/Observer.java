package io.shardwright.controller.observe;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.render.MapObject;
import io.shardwright.controller.render.Metadata;
import io.shardwright.controller.render.RouterObjects;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.availability.Location;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Gathers what is observed of a ShardSet: objects from the informers' caches, statuses from the pods themselves. */
public final class Observer {
    private final StatusPoller poller;
    private final NodeZones zones;
    private final StorageClasses classes;
    private final InstantSource clock;

    public Observer(StatusPoller poller, NodeZones zones, StorageClasses classes, InstantSource clock) {
        this.poller = poller;
        this.zones = zones;
        this.classes = classes;
        this.clock = clock;
    }

    /** What is now. Asks no API server; waits for the slowest pod, at most for the time-out of one call. */
    public Observed observe(ShardSet shardSet, Context<ShardSet> context) throws InterruptedException {
        var claims = claims(shardSet, context);
        var map = mapObject(shardSet, context);
        var inheritance = Inheritance.of(
                shardSet,
                context.getSecondaryResourcesAsStream(StatefulSet.class).toList(),
                map,
                claims.values());
        var pods = podsByOwner(context);
        var started = clock.instant();
        var shards = new TreeMap<ShardId, ObservedShard>();
        var places = new ArrayList<Place>();
        context.getSecondaryResourcesAsStream(StatefulSet.class)
                .filter(set -> Metadata.owns(shardSet, set))
                .forEach(set -> places.addAll(places(set, pods, claims, started)));
        var replicas = new TreeMap<ShardId, List<Replica>>();
        poller.poll(inheritance.uid(shardSet), places)
                .forEach((place, replica) -> replicas.computeIfAbsent(place.shard(), s -> new ArrayList<>())
                        .add(replica));
        context.getSecondaryResourcesAsStream(StatefulSet.class)
                .filter(set -> Metadata.owns(shardSet, set))
                .forEach(set -> {
                    var shard = shardOf(set);
                    shards.put(
                            shard,
                            shard(
                                    set,
                                    shard,
                                    replicas.getOrDefault(shard, List.of()),
                                    SetReader.facts(set, inheritance.uid(shardSet), claims, pods, classes, started)));
                });
        var now = clock.instant();
        return new Observed(
                shardSet,
                map.filter(found -> isOurs(shardSet, found, inheritance)).map(found -> published(shardSet, found, now)),
                shards,
                inheritance,
                routersReady(shardSet, context),
                locations(shardSet, places, pods, context),
                rebalances(shardSet, context),
                now);
    }

    private static List<Rebalance> rebalances(ShardSet shardSet, Context<ShardSet> context) {
        return context.getSecondaryResourcesAsStream(Rebalance.class)
                .filter(rebalance -> Metadata.owns(shardSet, rebalance)
                        && rebalance.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private Locations locations(
            ShardSet shardSet,
            List<Place> places,
            Map<String, Map<String, Pod>> podsByOwner,
            Context<ShardSet> context) {
        var names = places.stream().map(Place::pod).collect(toSet());
        var nodes = new HashMap<String, Location>();
        var replicas = new HashMap<String, Location>();
        podsByOwner
                .values()
                .forEach(pods -> pods.forEach((name, pod) -> {
                    if (names.contains(name) && inNamespaceOf(shardSet, pod)) {
                        replicas.put(name, location(pod, nodes));
                    }
                }));
        int wanted = shardSet.getSpec().router().replicas();
        var routers = context.getSecondaryResourcesAsStream(Pod.class)
                .filter(pod -> inNamespaceOf(shardSet, pod) && Labels.isRouterOf(shardSet, pod) && isAlive(pod))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(pod -> location(pod, nodes))
                .filter(Location::placed)
                .limit(wanted)
                .collect(toCollection(ArrayList::new));
        while (routers.size() < wanted) {
            routers.add(Location.nowhere());
        }
        var cordoned = nodes.keySet().stream().filter(zones::isCordoned).collect(toSet());
        return new Locations(replicas, routers, cordoned);
    }

    private static boolean isAlive(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && !"Failed".equals(pod.getStatus().getPhase())
                && !"Succeeded".equals(pod.getStatus().getPhase());
    }

    private static boolean inNamespaceOf(ShardSet shardSet, Pod pod) {
        return Objects.equals(
                pod.getMetadata().getNamespace(), shardSet.getMetadata().getNamespace());
    }

    /** Each node is looked up once in a round, so that it is in one zone throughout. */
    private Location location(Pod pod, Map<String, Location> nodes) {
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return node == null || node.isEmpty() ? Location.nowhere() : nodes.computeIfAbsent(node, zones::on);
    }

    private static Map<String, PersistentVolumeClaim> claims(ShardSet shardSet, Context<ShardSet> context) {
        return context.getSecondaryResourcesAsStream(PersistentVolumeClaim.class)
                .filter(claim -> shardSet.getMetadata().getName().equals(label(claim, Labels.SHARD_SET)))
                .collect(toMap(claim -> claim.getMetadata().getName(), claim -> claim, (a, b) -> a, TreeMap::new));
    }

    /** All pods by the uid of their owner and by name, in one pass: the informer copies its list each time it is asked. */
    private static Map<String, Map<String, Pod>> podsByOwner(Context<ShardSet> context) {
        var pods = new HashMap<String, Map<String, Pod>>();
        context.getSecondaryResourcesAsStream(Pod.class)
                .forEach(pod -> pod.getMetadata()
                        .getOwnerReferences()
                        .forEach(owner -> pods.computeIfAbsent(owner.getUid(), uid -> new HashMap<>())
                                .put(pod.getMetadata().getName(), pod)));
        return pods;
    }

    /** The places of a shard's replicas, with their pods if they exist. */
    private static List<Place> places(
            StatefulSet set,
            Map<String, Map<String, Pod>> podsByOwner,
            Map<String, PersistentVolumeClaim> claims,
            Instant now) {
        var pods = podsByOwner.getOrDefault(set.getMetadata().getUid(), Map.of());
        return IntStream.range(0, set.getSpec().getReplicas())
                .mapToObj(ordinal -> set.getMetadata().getName() + "-" + ordinal)
                .map(name -> place(shardOf(set), name, Optional.ofNullable(pods.get(name)), claims, now))
                .toList();
    }

    private static Place place(
            ShardId shard, String name, Optional<Pod> pod, Map<String, PersistentVolumeClaim> claims, Instant now) {
        var claim = Optional.ofNullable(claims.get(SetReader.CLAIM_PREFIX + name));
        boolean pending =
                claim.filter(c -> "Pending".equals(c.getStatus().getPhase())).isPresent();
        var address = pod.map(p -> p.getStatus().getPodIP())
                .filter(ip -> !ip.isEmpty())
                .map(ip -> PodAddress.ofIp(name, ip));
        return new Place(
                shard,
                name,
                address,
                pod.map(Observer::obstacle).orElse("the pod doesn't exist"),
                !pending,
                pod.map(p -> PodReader.facts(p, now)));
    }

    /** Why a pod has no address, in the words of the scheduler or the kubelet. */
    private static String obstacle(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> Objects.requireNonNullElse(condition.getMessage(), "not scheduled"))
                .findFirst()
                .orElse("the pod is " + pod.getStatus().getPhase() + " and has no address yet");
    }

    private static ObservedShard shard(StatefulSet set, ShardId shard, List<Replica> replicas, SetFacts facts) {
        return new ObservedShard(
                shard,
                Optional.ofNullable(set.getMetadata().getLabels().get(Labels.CLASS)),
                SetReader.volume(set),
                replicas,
                set.getMetadata().getDeletionTimestamp() != null,
                facts);
    }

    private static Optional<PartitionMap> mapObject(ShardSet shardSet, Context<ShardSet> context) {
        return context.getSecondaryResourcesAsStream(PartitionMap.class)
                .filter(map -> map.getMetadata()
                        .getName()
                        .equals(shardSet.getMetadata().getName()))
                .findFirst();
    }

    private static boolean isOurs(ShardSet shardSet, PartitionMap map, Inheritance inheritance) {
        return Inheritance.isFree(shardSet, map)
                && inheritance.uid(shardSet).equals(map.getSpec().shardSetUid());
    }

    private static PublishedMap published(ShardSet shardSet, PartitionMap map, Instant now) {
        var annotations = Objects.requireNonNullElse(map.getMetadata().getAnnotations(), Map.<String, String>of());
        return new PublishedMap(
                map.getSpec(),
                PodReader.past(annotations.getOrDefault(MapObject.PUBLISHED_AT, ""), now),
                map.getMetadata().getResourceVersion(),
                !Metadata.owns(shardSet, map));
    }

    private static int routersReady(ShardSet shardSet, Context<ShardSet> context) {
        return context.getSecondaryResourcesAsStream(Deployment.class)
                .filter(deployment -> deployment.getMetadata().getName().equals(RouterObjects.name(shardSet)))
                .map(deployment -> deployment.getStatus())
                .filter(Objects::nonNull)
                .map(status -> status.getReadyReplicas())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(0);
    }

    private static ShardId shardOf(HasMetadata object) {
        return new ShardId(Integer.parseInt(label(object, Labels.SHARD)));
    }

    private static String label(HasMetadata object, String name) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
                .getOrDefault(name, "");
    }
}
