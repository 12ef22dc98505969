package io.shardwright.planner.loads;

import io.shardwright.planner.Ownership;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Tries every ownership, and tells the fewest bytes that reach the goal, of those that move the fewest partitions that no
 * shard has room for, and leave a hot one on every shard that has one. For a few partitions on a few shards.
 */
final class BruteForce {

    private static final long LARGE = 1_000_000;

    private final LoadRequest request;
    private final double[] fair;
    private final double largestFair;
    private final double mostRoom;
    private final int[] origin;
    private final int[] owners;
    private long fewest = Long.MAX_VALUE;

    private BruteForce(LoadRequest request) {
        this.request = request;
        int shards = request.shards().size();
        double weights =
                request.shards().stream().mapToDouble(LoadShard::weight).sum();
        fair = request.shards().stream()
                .mapToDouble(shard -> shard.weight() / weights * request.loads().totalLoad())
                .toArray();
        largestFair = IntStream.range(0, shards).mapToDouble(i -> fair[i]).max().orElseThrow();
        origin = request.current().toArray();
        owners = origin.clone();
        mostRoom = IntStream.range(0, shards)
                .mapToDouble(shard -> request.tolerance().goal() * fair[shard] - load(shard))
                .max()
                .orElseThrow();
    }

    /** The fewest bytes of such a plan; empty if the goal can't be reached without moving more of the large ones. */
    static OptionalLong fewestBytes(LoadRequest request) {
        var search = new BruteForce(request);
        search.assign(0, 0);
        return search.fewest == Long.MAX_VALUE || search.fewest / LARGE > search.largeThatHaveToGo()
                ? OptionalLong.empty()
                : OptionalLong.of(search.fewest % LARGE);
    }

    private void assign(int partition, long cost) {
        if (cost >= fewest) {
            return;
        }
        if (partition == owners.length) {
            if (IntStream.range(0, fair.length).allMatch(shard -> load(shard) <= limit(shard) && keepsHot(shard))) {
                fewest = cost;
            }
            return;
        }
        for (int shard = 0; shard < fair.length; shard++) {
            owners[partition] = shard;
            assign(partition + 1, cost + (origin[partition] == shard ? 0 : cost(partition)));
        }
        owners[partition] = origin[partition];
    }

    private long cost(int partition) {
        return request.loads().bytes(partition) + (isLarge(partition) ? LARGE : 0);
    }

    private boolean isHot(int partition) {
        return request.loads().load(partition) > request.tolerance().goal() * largestFair;
    }

    private boolean isLarge(int partition) {
        return !isHot(partition) && request.loads().load(partition) > mostRoom;
    }

    private boolean keepsHot(int shard) {
        var hot = IntStream.range(0, owners.length)
                .filter(p -> origin[p] == shard && isHot(p))
                .toArray();
        return hot.length == 0 || IntStream.of(hot).anyMatch(p -> owners[p] == shard);
    }

    /** The fewest large partitions that have to leave the shards that are too full, each shard looked at alone. */
    private long largeThatHaveToGo() {
        System.arraycopy(origin, 0, owners, 0, owners.length);
        long sum = 0;
        for (int shard = 0; shard < fair.length; shard++) {
            if (load(shard) > limit(shard)) {
                sum += largeThatHaveToGo(shard, 0);
            }
        }
        return sum;
    }

    private long largeThatHaveToGo(int shard, int partition) {
        if (partition == owners.length) {
            return load(shard) <= limit(shard) && keepsHot(shard) ? 0 : Integer.MAX_VALUE;
        }
        long stays = largeThatHaveToGo(shard, partition + 1);
        if (origin[partition] != shard) {
            return stays;
        }
        owners[partition] = Ownership.UNOWNED;
        long goes = (isLarge(partition) ? 1 : 0) + largeThatHaveToGo(shard, partition + 1);
        owners[partition] = shard;
        return Math.min(stays, goes);
    }

    private long load(int shard) {
        return IntStream.range(0, owners.length)
                .filter(p -> owners[p] == shard)
                .mapToLong(request.loads()::load)
                .sum();
    }

    private double limit(int shard) {
        double hottest = IntStream.range(0, owners.length)
                .filter(p -> owners[p] == shard && isHot(p))
                .mapToLong(request.loads()::load)
                .max()
                .orElse(0);
        return request.tolerance().goal() * Math.max(fair[shard], hottest);
    }
}
