package io.shardwright.e2e.scenario;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.crds.v1alpha1.ClassStatus;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetStatus;
import io.shardwright.crds.v1alpha1.ShardWeight;
import io.shardwright.planner.MoveBound;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who owns what at one moment, and what each shard weighs.
 *
 * @param epoch epoch of the published map
 * @param owners owner of each partition
 * @param partitionEpochs each partition's own epoch, which every move of it raises by one
 * @param weights weight of each shard that is wanted
 */
public record Placement(long epoch, int[] owners, long[] partitionEpochs, Map<Integer, Long> weights) {
    static Placement of(PartitionMap map, ShardSet set) {
        var spec = map.getSpec();
        int[] owners = new int[spec.partitions()];
        long[] epochs = new long[spec.partitions()];
        Arrays.fill(owners, -1);
        Arrays.fill(epochs, 1);
        spec.shards()
                .forEach(s ->
                        PartitionRanges.parse(s.ranges(), spec.partitions()).forEach(p -> owners[p] = s.shard()));
        spec.moved()
                .forEach(m ->
                        PartitionRanges.parse(m.ranges(), spec.partitions()).forEach(p -> epochs[p] = m.epoch()));
        Map<Integer, Long> weights = new TreeMap<>();
        var status = Optional.ofNullable(set.getStatus()).orElse(ShardSetStatus.EMPTY);
        for (ClassStatus nodeClass : status.classes()) {
            PartitionRanges.parse(nodeClass.shardRanges(), 1000)
                    .forEach(shard -> weights.put(shard, (long) nodeClass.weight()));
        }
        for (ShardWeight own : set.getSpec().shardWeights()) {
            weights.computeIfPresent(own.shard(), (shard, ofClass) -> (long) own.weight());
        }
        return new Placement(spec.epoch(), owners, epochs, weights);
    }

    /** Partitions that each shard owns. */
    public Map<Integer, Integer> counts() {
        Map<Integer, Integer> counts = new TreeMap<>();
        weights.keySet().forEach(shard -> counts.put(shard, 0));
        Arrays.stream(owners).forEach(shard -> counts.merge(shard, 1, Integer::sum));
        return counts;
    }

    /** Partitions that the shard would own if they could be divided: P × w / Σw. */
    public double fairShare(int shard) {
        long sum = weights.values().stream().mapToLong(Long::longValue).sum();
        return sum == 0 ? 0 : owners.length * (double) weights.getOrDefault(shard, 0L) / sum;
    }

    /** Moves that were carried out between an earlier moment and this one, each partition's every hop counted. */
    public long movesSince(Placement before) {
        long moves = 0;
        for (int p = 0; p < owners.length; p++) {
            moves += partitionEpochs[p] - before.partitionEpochs[p];
        }
        return moves;
    }

    /** The fewest moves that lead from the earlier ownership to a fair one for today's weights. */
    public int fewestMovesSince(Placement before) {
        var wanted = weights.entrySet().stream()
                .map(e -> new io.shardwright.planner.ShardWeight(new ShardId(e.getKey()), e.getValue()))
                .toList();
        return MoveBound.minimumMoves(Ownership.of(before.owners), wanted);
    }

    /** Largest distance, over all shards, between what a shard owns and its fair share; below one when all is well. */
    public double farthestFromFair() {
        return counts().entrySet().stream()
                .mapToDouble(e -> Math.abs(e.getValue() - fairShare(e.getKey())))
                .max()
                .orElse(0);
    }
}
