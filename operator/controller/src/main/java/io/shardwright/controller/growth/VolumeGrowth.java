package io.shardwright.controller.growth;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.controller.observe.ClaimedVolume;
import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.resolver.ShardPlacement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes volumes larger in place. A claim that asks for less than its shard's volumes should have is made to ask for it, once
 * it is bound and if its storage class can grow volumes; Kubernetes does the rest, and no pod is restarted for it. Claims are
 * only ever raised. One whose replica is about to get a new volume, because its shard goes to another class of hardware, is
 * left alone.
 *
 * <p>A specification that asks for growth where it isn't possible never gets here, see {@link
 * io.shardwright.controller.target.VolumeCheck}.
 */
public final class VolumeGrowth {
    /** Claims to raise in one round, so that it doesn't hold up the other steps. */
    static final int AT_ONCE = 32;

    private final Observed observed;
    private final List<GrowthState.Request> requests = new ArrayList<>();
    private final TreeSet<String> sizes = new TreeSet<>();
    private int grown;
    private int volumes;
    private Optional<String> waitsFor = Optional.empty();

    private VolumeGrowth(Observed observed) {
        this.observed = observed;
    }

    /**
     * How far it is, and what to do next.
     *
     * @param shards where the shards are placed that are kept as specified
     */
    public static GrowthState next(Observed observed, List<ShardPlacement> shards) {
        var growth = new VolumeGrowth(observed);
        shards.forEach(growth::look);
        return new GrowthState(growth.grown, growth.volumes, growth.sizes, growth.nextRequests(), growth.waitsFor);
    }

    /** Others each second, so that some that the API server refuses don't hold up the rest. */
    private List<GrowthState.Request> nextRequests() {
        if (requests.size() > AT_ONCE) {
            Collections.rotate(requests, -(int) (observed.at().getEpochSecond() * AT_ONCE % requests.size()));
        }
        return requests.stream().limit(AT_ONCE).toList();
    }

    private void look(ShardPlacement placement) {
        observed.shard(placement.shard())
                .filter(shard -> !shard.deleting() && isConcerned(shard, placement))
                .ifPresent(shard -> {
                    sizes.add(placement.volume(observed.spec()).size().toString());
                    shard.replicas().forEach(replica -> look(shard, placement, replica));
                });
    }

    /** Whether a shard's volumes grow, or grew: they are to be larger than its StatefulSet or some claim of it asks for. */
    private boolean isConcerned(ObservedShard shard, ShardPlacement placement) {
        long wanted = placement.volume(observed.spec()).bytes();
        return shard.template().bytes() < wanted
                || shard.replicas().stream()
                        .flatMap(replica -> shard.claimOf(replica).stream())
                        .flatMap(claim -> claim.volume().stream())
                        .anyMatch(volume -> volume.requestedBytes() < wanted);
    }

    private void look(ObservedShard shard, ShardPlacement placement, Replica replica) {
        var size = placement.volume(observed.spec()).size();
        volumes++;
        var claim = shard.claimOf(replica).filter(found -> !found.deleting());
        var volume = claim.flatMap(Claim::volume);
        if (volume.isEmpty()) {
            waits(replica, "its claim doesn't exist yet");
        } else if (volume.get().holds(placement.volume(observed.spec()).bytes())) {
            grown++;
        } else if (isLeaving(shard, placement, replica)) {
            waits(replica, "a new one replaces it");
        } else {
            grow(shard, claim.orElseThrow(), volume.get(), size, replica);
        }
    }

    private void grow(ObservedShard shard, Claim claim, ClaimedVolume volume, Quantity size, Replica replica) {
        if (volume.requestedBytes() >= size.getNumericalAmount().longValue()) {
            waits(replica, volume.obstacle().orElse("it is being grown"));
        } else if (!volume.bound()) {
            waits(replica, "its claim isn't bound yet");
        } else if (volume.expansion() == Expansion.ALLOWED) {
            requests.add(new GrowthState.Request(shard.shard(), claim, volume.resourceVersion(), size));
        } else {
            waits(
                    replica,
                    switch (volume.expansion()) {
                        case FORBIDDEN -> "its storage class can't grow volumes any more";
                        case NO_CLASS -> "its storage class doesn't exist any more";
                        default -> "the storage classes can't be read, so whether it can grow isn't known";
                    });
        }
    }

    private void waits(Replica replica, String why) {
        if (waitsFor.isEmpty()) {
            waitsFor = Optional.of("the volume of %s: %s".formatted(replica.pod(), why));
        }
    }

    /** Whether the replica is replaced with its volume: its shard goes to another class, and isn't its only one. */
    private static boolean isLeaving(ObservedShard shard, ShardPlacement placement, Replica replica) {
        var wanted = placement.nodeClass().map(nodeClass -> nodeClass.name());
        return shard.replicas().size() > 1
                && replica.facts()
                        .filter(pod -> !pod.nodeClass().equals(wanted))
                        .isPresent();
    }
}
