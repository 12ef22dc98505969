package io.shardwright.controller.target;

import io.shardwright.controller.observe.ClaimedVolume;
import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the volumes that exist can become what is asked for: in the same storage class, and larger at most, if that class can
 * grow volumes. Claims that ask for more than the specification ever did, because someone raised them by hand, are nobody's
 * business.
 */
final class VolumeCheck {
    private final Observed observed;
    private final ShardPlacement placement;
    private final ObservedShard shard;
    private final Volume wanted;

    private VolumeCheck(Observed observed, ShardPlacement placement, ObservedShard shard) {
        this.observed = observed;
        this.placement = placement;
        this.shard = shard;
        this.wanted = placement.volume(observed.spec());
    }

    /** Why a shard's volumes can't be what its placement asks for; that of the first such shard. */
    static Optional<Refusal> refusal(Observed observed, Target target) {
        return target.placements().stream()
                .flatMap(placement -> observed
                        .shard(placement.shard())
                        .map(shard -> new VolumeCheck(observed, placement, shard))
                        .flatMap(VolumeCheck::refusal)
                        .stream())
                .findFirst();
    }

    private Optional<Refusal> refusal() {
        if (!shard.volume().storageClass().equals(wanted.storageClass()) || changesUnseenVolumes()) {
            return Optional.of(otherVolume("existing volumes can't be replaced"));
        }
        if (mustShrink()) {
            return Optional.of(changesClass() ? otherVolume("existing volumes can't become smaller") : smaller());
        }
        if (shard.volume().bytes() >= wanted.bytes()) {
            return Optional.empty(); // It was granted; what is still smaller waits for what is in its way.
        }
        return claims().filter(claim -> volume(claim).requestedBytes() < wanted.bytes())
                .filter(claim -> !canGrow(volume(claim).expansion()))
                .findFirst()
                .map(claim -> changesClass() ? otherVolume(why(claim)) : cannotGrow(claim));
    }

    private static boolean canGrow(Expansion expansion) {
        return switch (expansion) {
            case ALLOWED -> true;
            case UNKNOWN, FORBIDDEN, NO_CLASS -> false;
        };
    }

    /** A StatefulSet's own size never changes; what was granted since may be taken back as long as no claim has asked for it. */
    private boolean mustShrink() {
        return shard.template().bytes() > wanted.bytes()
                || (shard.volume().bytes() > wanted.bytes()
                        && claims().anyMatch(claim -> volume(claim).requestedBytes() > wanted.bytes()));
    }

    /** The claims of its places of which the volume is known. */
    private Stream<Claim> claims() {
        return shard.replicas().stream()
                .flatMap(replica -> shard.claimOf(replica).stream())
                .filter(claim -> !claim.deleting() && claim.volume().isPresent());
    }

    private static ClaimedVolume volume(Claim claim) {
        return claim.volume().orElseThrow();
    }

    /** What can be done with volumes of another class's size isn't known before their claims are there. */
    private boolean changesUnseenVolumes() {
        return changesClass()
                && shard.volume().bytes() != wanted.bytes()
                && claims().findAny().isEmpty();
    }

    private boolean changesClass() {
        return !shard.nodeClass().equals(placement.nodeClass().map(NodeClass::name));
    }

    private Refusal otherVolume(String why) {
        String from = shard.nodeClass().orElse("none");
        String to = placement.nodeClass().map(NodeClass::name).orElse("none");
        return new Refusal(
                Refusal.Reason.StorageDiffers,
                "spec.nodeClasses: shard %s would go from class %s with volumes of %s to class %s with volumes of %s, and %s: keep the counts so that shard %s stays in class %s, or add shards of class %s and give the others weight 0"
                        .formatted(
                                shard.shard(),
                                from,
                                shard.volume().size(),
                                to,
                                wanted.size(),
                                why,
                                shard.shard(),
                                from,
                                to));
    }

    private Refusal cannotGrow(Claim claim) {
        return new Refusal(
                Refusal.Reason.VolumesCannotGrow,
                "%s: volumes of %s are asked for, and %s: put it back to %s, or add shards instead%s"
                        .formatted(
                                field(),
                                wanted.size(),
                                why(claim),
                                shard.volume().size(),
                                volume(claim).expansion() == Expansion.FORBIDDEN
                                        ? ", or set allowVolumeExpansion there if its driver can do it"
                                        : ""));
    }

    private static String why(Claim claim) {
        var volume = volume(claim);
        String name = volume.storageClass().orElse("");
        String cannot = switch (volume.expansion()) {
            case FORBIDDEN ->
                "storage class %s, which can't grow volumes (allowVolumeExpansion isn't true)".formatted(name);
            case UNKNOWN ->
                "storage class %s, and whether that can grow volumes isn't known: the storage classes can't be read (the operator's ClusterRole lets it list and watch them)"
                        .formatted(name);
            default ->
                name.isEmpty()
                        ? "no storage class, so that nothing can grow it"
                        : "storage class %s, which doesn't exist, so that nothing can grow it".formatted(name);
        };
        return "volume claim %s of %s is in %s".formatted(claim.name(), volume.requested(), cannot);
    }

    private Refusal smaller() {
        return new Refusal(
                Refusal.Reason.VolumesCannotShrink,
                "%s: volumes of %s are asked for, and those of shard %s are of %s and can't become smaller: put it back to %s; smaller volumes come with new shards, in a node class of their own, which partitions then move to"
                        .formatted(
                                field(),
                                wanted.size(),
                                shard.shard(),
                                shard.volume().size(),
                                shard.volume().size()));
    }

    private String field() {
        return placement
                .nodeClass()
                .filter(nodeClass ->
                        nodeClass.storage() != null && nodeClass.storage().size() != null)
                .map(nodeClass -> "spec.nodeClasses, %s, storage.size".formatted(nodeClass.name()))
                .orElse("spec.storage.size");
    }
}
