package io.shardwright.controller.target;

import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.planner.Apportionment;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.Quotas;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Whether what is stored fits on the shards wanted.
 *
 * <p>With B the bytes stored on all shards, q<sub>i</sub> of P partitions the quota of shard i, and V<sub>i</sub> the size
 * of one of its volumes, shard i would hold B × q<sub>i</sub> ÷ P. That fits if it is at most {@value Volume#USABLE} ×
 * V<sub>i</sub>: the rest is for logs and compaction. A set that is too full already can always be relieved: it also fits if it fills no volume further than the fullest is
 * now.
 */
public final class Capacity {
    private Capacity() {}

    /** The refusal if some shard couldn't hold its share. */
    public static Optional<Refusal> check(Observed observed, Target target, Ownership current) {
        double stored = stored(observed);
        var overfull = overfull(observed, target, current);
        return overfull.map(share -> refusal(observed, target, current, stored, share));
    }

    private static Optional<Share> overfull(Observed observed, Target target, Ownership current) {
        return overfull(observed, target.placements(), target.weights(), current, stored(observed));
    }

    /** The figures of the first shard that couldn't hold its share by now, for people: volumes may be about to grow. */
    public static Optional<String> shortageByNow(Observed observed, Target target, Ownership current) {
        return overfull(observed, target.placements(), target.weights(), current, stored(observed), VolumeSizes.BY_NOW)
                .map(Share::text);
    }

    private static double stored(Observed observed) {
        return observed.shards().values().stream()
                .flatMap(shard -> shard.leader().stream())
                .mapToLong(ShardStatus::bytes)
                .sum();
    }

    /** What a shard would hold, and what it can. */
    private record Share(ShardPlacement placement, double bytes, Volume volume) {
        double usable() {
            return Volume.USABLE * volume.bytes();
        }

        double fill() {
            return bytes / volume.bytes();
        }

        String text() {
            return "shard %s would hold %s, and %s of its volume of %s are for data"
                    .formatted(placement.shard(), mebibytes(bytes), mebibytes(usable()), volume.size());
        }
    }

    /** The share of its volume that a shard fills now. */
    private static double fill(ObservedShard shard, VolumeSizes sizes) {
        return shard.leader()
                .map(leader -> (double) leader.bytes() / sizes.of(shard).bytes())
                .orElse(0.0);
    }

    private static Optional<Share> overfull(
            Observed observed,
            List<ShardPlacement> placements,
            List<ShardWeight> weights,
            Ownership current,
            double stored) {
        return overfull(observed, placements, weights, current, stored, VolumeSizes.GRANTED);
    }

    private static Optional<Share> overfull(
            Observed observed,
            List<ShardPlacement> placements,
            List<ShardWeight> weights,
            Ownership current,
            double stored,
            VolumeSizes sizes) {
        if (!(Apportionment.apportion(current, weights) instanceof Quotas quotas)) {
            return Optional.empty();
        }
        double fullest = observed.shards().values().stream()
                .mapToDouble(shard -> fill(shard, sizes))
                .max()
                .orElse(0);
        return placements.stream()
                .map(placement -> new Share(
                        placement,
                        stored * quotas.of(placement.shard()) / current.partitions(),
                        sizes.of(observed, placement)))
                .filter(share -> share.bytes() > share.usable() && share.fill() > fullest)
                .findFirst();
    }

    private static Refusal refusal(Observed observed, Target target, Ownership current, double stored, Share share) {
        int shards = target.placements().size();
        String figures = share.text();
        var enough = enoughShards(observed, target, current, stored);
        if (enough.isPresent() && enough.getAsInt() > shards) {
            return new Refusal(
                    Refusal.Reason.DoesNotFit,
                    "spec.shards: what is stored (%s) doesn't fit on %d shards: %s: set spec.shards to at least %d"
                            .formatted(mebibytes(stored), shards, figures, enough.getAsInt()));
        }
        return new Refusal(
                Refusal.Reason.DoesNotFit,
                "spec.shardWeights, spec.nodeClasses: what is stored (%s) doesn't fit with these weights: %s: lower the weight of shard %s, or add shards"
                        .formatted(mebibytes(stored), figures, share.placement().shard()));
    }

    /** The fewest shards, up to those that exist, on which it would fit; shards beyond those wanted get their class's weight. */
    private static OptionalInt enoughShards(Observed observed, Target target, Ownership current, double stored) {
        int existing =
                observed.shards().isEmpty() ? 0 : observed.shards().lastKey().ordinal() + 1;
        return IntStream.rangeClosed(target.placements().size(), existing)
                .filter(shards -> {
                    var placements = IntStream.range(0, shards)
                            .mapToObj(i -> placement(observed, target, i))
                            .toList();
                    var weights = placements.stream()
                            .map(placement -> weight(observed, target, placement))
                            .toList();
                    return overfull(observed, placements, weights, current, stored)
                            .isEmpty();
                })
                .findFirst();
    }

    private static ShardPlacement placement(Observed observed, Target target, int ordinal) {
        if (ordinal < target.placements().size()) {
            return target.placements().get(ordinal);
        }
        var shard = new ShardId(ordinal);
        var nodeClass = observed.shard(shard)
                .flatMap(state -> state.nodeClass())
                .flatMap(name -> observed.spec().nodeClasses().stream()
                        .filter(declared -> declared.name().equals(name))
                        .findFirst());
        return new ShardPlacement(shard, nodeClass);
    }

    private static ShardWeight weight(Observed observed, Target target, ShardPlacement placement) {
        if (target.wants(placement.shard())) {
            return target.weights().get(placement.shard().ordinal());
        }
        long weight = observed.spec().shardWeights().stream()
                .filter(stated -> stated.shard() == placement.shard().ordinal())
                .map(stated -> (long) stated.weight())
                .findFirst()
                .orElseGet(() -> target.weightOfClass(placement.nodeClass().map(NodeClass::name)));
        return new ShardWeight(placement.shard(), weight);
    }

    private static String mebibytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
    }
}
