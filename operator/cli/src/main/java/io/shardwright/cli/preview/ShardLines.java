package io.shardwright.cli.preview;

import io.shardwright.cli.situation.Situation;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import io.shardwright.planner.Weights;
import io.shardwright.planner.loads.ShardLoad;
import io.shardwright.resolver.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The lines of the shards of a plan. */
final class ShardLines {
    private final Situation situation;
    private final Resolved resolved;
    private final Ownership current;
    private final Ownership target;
    private final long totalWeight;
    private final int[] in;
    private final int[] out;

    ShardLines(Situation situation, Resolved resolved, Ownership current, Ownership target) {
        this.situation = situation;
        this.resolved = resolved;
        this.current = current;
        this.target = target;
        this.totalWeight = weight(resolved);
        int ordinals = Math.max(resolved.placements().size(), ordinals(current));
        this.in = new int[ordinals];
        this.out = new int[ordinals];
        count();
    }

    /** The sum of weights. */
    static long weight(Resolved resolved) {
        return resolved.shardWeights().stream().mapToLong(ShardWeight::weight).sum();
    }

    private static int ordinals(Ownership ownership) {
        return ownership.counts().isEmpty() ? 0 : ownership.counts().lastKey().ordinal() + 1;
    }

    private void count() {
        int[] now = current.toArray();
        int[] then = target.toArray();
        for (int partition = 0; partition < now.length; partition++) {
            if (now[partition] != then[partition]) {
                if (then[partition] != Ownership.UNOWNED) {
                    in[then[partition]]++;
                }
                if (now[partition] != Ownership.UNOWNED) {
                    out[now[partition]]++;
                }
            }
        }
    }

    /** One for each shard that is wanted or owns something, ascending. */
    List<ShardLine> all(Function<ShardId, Optional<ShardLoad>> loads, Function<ShardId, String> why) {
        var shards = new TreeSet<>(current.counts().keySet());
        resolved.placements().forEach(placement -> shards.add(placement.shard()));
        var lines = new ArrayList<ShardLine>();
        for (var shard : shards) {
            Optional<Weights.Sourced> weight =
                    shard.ordinal() < resolved.placements().size()
                            ? Optional.of(resolved.weights().shards().get(shard.ordinal()))
                            : Optional.empty();
            lines.add(new ShardLine(
                    shard,
                    resolved.assignment().of(shard).or(() -> situation.classes().of(shard)),
                    weight,
                    current.count(shard),
                    target.count(shard),
                    weight.map(this::fair).orElse(0.0),
                    in[shard.ordinal()],
                    out[shard.ordinal()],
                    loads.apply(shard),
                    why.apply(shard)));
        }
        return lines;
    }

    private double fair(Weights.Sourced weight) {
        return (double) weight.weight().weight() * target.partitions() / totalWeight;
    }
}
