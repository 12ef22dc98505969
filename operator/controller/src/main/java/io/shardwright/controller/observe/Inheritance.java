package io.shardwright.controller.observe;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.render.Metadata;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a ShardSet finds under its name: the identity that it goes by, and volumes of shards that don't exist.
 *
 * <p>The identity is that of its own StatefulSets; else that of the PartitionMap, if nobody else owns it; else the one on
 * the volume claims; else, where nothing is there, the ShardSet's own uid. As long as it has no StatefulSet, it waits for
 * what is about to be deleted: such a volume must not be mounted once more.
 *
 * @param leftovers by shard
 */
public record Inheritance(Identity identity, SortedMap<ShardId, Leftover> leftovers) {
    private static final String SHARD_SET_KIND = "ShardSet";
    private static final String STATEFUL_SET_KIND = "StatefulSet";

    public Inheritance {
        leftovers = Collections.unmodifiableSortedMap(new TreeMap<>(leftovers));
    }

    /** Nothing but this identity. */
    public static Inheritance none(String uid) {
        return new Inheritance(new Identity.Known(uid), Collections.emptySortedMap());
    }

    /**
     * What there is.
     *
     * @param sets all StatefulSets that carry the ShardSet's name, its own or not
     * @param map the PartitionMap of that name
     * @param claims all volume claims that carry the ShardSet's name
     */
    static Inheritance of(
            ShardSet shardSet,
            Collection<StatefulSet> sets,
            Optional<PartitionMap> map,
            Collection<PersistentVolumeClaim> claims) {
        var own = sets.stream().filter(set -> Metadata.owns(shardSet, set)).toList();
        var present = sets.stream().map(set -> set.getMetadata().getUid()).collect(toSet());
        var staying = claims.stream()
                .filter(claim -> !isLeaving(claim, present) && !uid(claim).isEmpty())
                .toList();
        var identity = (own.isEmpty() ? leaving(shardSet, sets, map, claims, present) : Optional.<Identity>empty())
                .orElseGet(() -> identity(shardSet, own, map.filter(found -> isFree(shardSet, found)), staying));
        if (!(identity instanceof Identity.Known(String uid))) {
            return new Inheritance(identity, Collections.emptySortedMap());
        }
        var existing = own.stream().map(Inheritance::shardOf).collect(toSet());
        var leftovers = new TreeMap<ShardId, Leftover>();
        staying.stream()
                .filter(claim -> uid(claim).equals(uid) && !existing.contains(shardOf(claim)))
                .forEach(claim -> leftovers.merge(shardOf(claim), leftover(claim), Leftover::and));
        return new Inheritance(identity, leftovers);
    }

    /** The uid that is written on what belongs to the ShardSet; while it isn't known, its own, under which nothing is. */
    String uid(ShardSet shardSet) {
        return identity instanceof Identity.Known(String uid)
                ? uid
                : shardSet.getMetadata().getUid();
    }

    /** Whether the map is this ShardSet's to follow: its own, or left by one that is gone. */
    static boolean isFree(ShardSet shardSet, PartitionMap map) {
        return map.getMetadata().getDeletionTimestamp() == null
                && predecessor(shardSet, map).isEmpty();
    }

    private static Optional<Identity> leaving(
            ShardSet shardSet,
            Collection<StatefulSet> sets,
            Optional<PartitionMap> map,
            Collection<PersistentVolumeClaim> claims,
            Set<String> present) {
        var owned = Stream.concat(sets.stream(), map.stream())
                .filter(object -> predecessor(shardSet, object).isPresent());
        var mounted = claims.stream().filter(claim -> isLeaving(claim, present));
        return Stream.<HasMetadata>concat(owned, mounted)
                .findFirst()
                .map(object -> new Identity.Leaving(
                        object.getKind() + " " + object.getMetadata().getName()));
    }

    /** The reference to another ShardSet, which is gone if it had this name: the garbage collector will delete the object. */
    private static Optional<OwnerReference> predecessor(ShardSet shardSet, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> SHARD_SET_KIND.equals(owner.getKind())
                        && !owner.getUid().equals(shardSet.getMetadata().getUid()))
                .findFirst();
    }

    /** Whether the claim is being deleted, or will be because the StatefulSet that owns it isn't present. */
    private static boolean isLeaving(PersistentVolumeClaim claim, Set<String> present) {
        return claim.getMetadata().getDeletionTimestamp() != null
                || claim.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner ->
                                STATEFUL_SET_KIND.equals(owner.getKind()) && !present.contains(owner.getUid()));
    }

    private static Identity identity(
            ShardSet shardSet,
            Collection<StatefulSet> own,
            Optional<PartitionMap> map,
            Collection<PersistentVolumeClaim> claims) {
        var rendered = uids(
                own.stream().map(set -> set.getSpec().getVolumeClaimTemplates().getFirst()));
        var onVolumes = uids(claims.stream());
        var onMap = map.map(found -> found.getSpec().shardSetUid());
        String self = shardSet.getMetadata().getUid();
        if (!rendered.isEmpty()) {
            return onMap.filter(uid -> !uid.equals(rendered.getFirst()))
                    .<Identity>map(uid -> new Identity.Disputed(
                            "the PartitionMap is of uid %s, and this ShardSet's shards are of uid %s: delete the PartitionMap, and it is rebuilt from the shards"
                                    .formatted(uid, rendered.getFirst())))
                    .orElseGet(() -> new Identity.Known(rendered.getFirst()));
        }
        if (onMap.isPresent()) {
            return onVolumes.isEmpty() || onVolumes.contains(onMap.get())
                    ? new Identity.Known(onMap.get())
                    : new Identity.Disputed(
                            "the PartitionMap is of uid %s, and the volume claims that carry this ShardSet's name are of uid %s: delete what doesn't belong to it"
                                    .formatted(onMap.get(), String.join(", ", onVolumes)));
        }
        if (onVolumes.isEmpty() || onVolumes.contains(self)) {
            return new Identity.Known(self);
        }
        return onVolumes.size() == 1
                ? new Identity.Known(onVolumes.getFirst())
                : new Identity.Disputed(
                        "the volume claims that carry this ShardSet's name are of the uids %s, and there is no PartitionMap to tell which belong to it: delete those that don't"
                                .formatted(String.join(", ", onVolumes)));
    }

    private static SortedSet<String> uids(Stream<PersistentVolumeClaim> claims) {
        return claims.map(Inheritance::uid).filter(uid -> !uid.isEmpty()).collect(toCollection(TreeSet::new));
    }

    private static Leftover leftover(PersistentVolumeClaim claim) {
        String name = claim.getMetadata().getName();
        int replica = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        var volume = new Volume(
                Objects.requireNonNull(
                        claim.getSpec().getResources().getRequests().get("storage")),
                Optional.ofNullable(claim.getSpec().getStorageClassName()));
        return new Leftover(replica + 1, volume);
    }

    private static ShardId shardOf(HasMetadata object) {
        return new ShardId(Integer.parseInt(label(object, Labels.SHARD)));
    }

    private static String uid(PersistentVolumeClaim claim) {
        return label(claim, Labels.SHARD_SET_UID);
    }

    private static String label(HasMetadata object, String name) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
                .getOrDefault(name, "");
    }
}
