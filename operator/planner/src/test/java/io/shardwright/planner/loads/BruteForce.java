package io.shardwright.planner.loads;

import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Tries every ownership, and tells the fewest bytes that reach the goal without adding to what is beside a hot partition:
 * see {@link LoadPlan.Figures#bytesLowerBound}. For a few partitions on a few shards.
 */
final class BruteForce {

    private final LoadRequest request;
    private final double[] fair;
    private final double largestFair;
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
    }

    /** The fewest bytes of such a plan; empty if there is none. */
    static OptionalLong fewestBytes(LoadRequest request) {
        var search = new BruteForce(request);
        search.assign(0, 0);
        return search.fewest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(search.fewest);
    }

    private void assign(int partition, long bytes) {
        if (bytes >= fewest) {
            return;
        }
        if (partition == owners.length) {
            if (IntStream.range(0, fair.length)
                    .allMatch(shard -> load(shard) <= limit(shard) && addsNothingToHot(shard))) {
                fewest = bytes;
            }
            return;
        }
        for (int shard = 0; shard < fair.length; shard++) {
            owners[partition] = shard;
            assign(
                    partition + 1,
                    bytes + (origin[partition] == shard ? 0 : request.loads().bytes(partition)));
        }
        owners[partition] = origin[partition];
    }

    private boolean isHot(int partition) {
        return request.loads().load(partition) > request.tolerance().goal() * largestFair;
    }

    /** Whether it is among the largest of which no two fit on a shard together; the lower number of equal ones is. */
    private boolean isLarge(int partition) {
        return IntStream.range(0, owners.length)
                .filter(p -> p != partition && (load(p, partition) > 0 || load(p, partition) == 0 && p < partition))
                .allMatch(p -> request.loads().load(p) + request.loads().load(partition)
                        > request.tolerance().goal() * largestFair);
    }

    private long load(int p, int than) {
        return request.loads().load(p) - request.loads().load(than);
    }

    /** A shard with a hot partition has got nothing, or only that one, and then there is no other large one. */
    private boolean addsNothingToHot(int shard) {
        int[] here = IntStream.range(0, owners.length)
                .filter(p -> owners[p] == shard)
                .toArray();
        long arrived = IntStream.of(here).filter(p -> origin[p] != shard).count();
        return IntStream.of(here).noneMatch(this::isHot)
                || arrived == 0
                || arrived == 1 && IntStream.of(here).allMatch(p -> origin[p] == shard ? !isLarge(p) : isHot(p));
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
