package io.shardwright.planner.loads;

import io.shardwright.planner.ShardId;
import java.util.Arrays;

/**
 * Where partitions are while a plan is made: the one mutable thing of a planning run. Shards have an index by their order
 * in the request.
 */
final class Layout {

    /** Stands for a partition that is on none of the shards wanted. */
    static final int NOWHERE = -1;

    final Loads loads;
    private final LoadRequest request;
    private final int[] at;
    private final long[] load;
    private final long[] bytes;
    private final double[] fair;
    private final double[] hottest;
    private final double largestFair;
    private final int[][] members;
    private final int[] sizes;
    private final int[] position;
    private final int[] versions;

    Layout(LoadRequest request) {
        this.request = request;
        this.loads = request.loads();
        int shards = request.shards().size();
        this.load = new long[shards];
        this.bytes = new long[shards];
        this.fair = new double[shards];
        this.hottest = new double[shards];
        this.sizes = new int[shards];
        this.versions = new int[shards];
        this.members = new int[shards][0];
        this.at = new int[loads.partitions()];
        this.position = new int[loads.partitions()];
        double totalWeight =
                request.shards().stream().mapToDouble(LoadShard::weight).sum();
        for (int shard = 0; shard < shards; shard++) {
            fair[shard] = request.shards().get(shard).weight() / totalWeight * loads.totalLoad();
        }
        this.largestFair = Arrays.stream(fair).max().orElse(0);
        int[] indexOf = indexOfOrdinals();
        for (int partition = 0; partition < at.length; partition++) {
            at[partition] = NOWHERE;
            int owner = request.current().owner(partition).map(ShardId::ordinal).orElse(NOWHERE);
            if (owner != NOWHERE && owner < indexOf.length && indexOf[owner] != NOWHERE) {
                put(partition, indexOf[owner]);
            }
        }
    }

    private int[] indexOfOrdinals() {
        int[] indexOf = new int[request.shards().getLast().shard().ordinal() + 1];
        Arrays.fill(indexOf, NOWHERE);
        for (int shard = 0; shard < request.shards().size(); shard++) {
            indexOf[request.shards().get(shard).shard().ordinal()] = shard;
        }
        return indexOf;
    }

    int shards() {
        return load.length;
    }

    LoadShard shard(int index) {
        return request.shards().get(index);
    }

    /** The index of the shard a partition is on, or {@link #NOWHERE}. */
    int at(int partition) {
        return at[partition];
    }

    long load(int shard) {
        return load[shard];
    }

    long bytes(int shard) {
        return bytes[shard];
    }

    /** How many partitions are on a shard. */
    int count(int shard) {
        return sizes[shard];
    }

    double fair(int shard) {
        return fair[shard];
    }

    double largestFair() {
        return largestFair;
    }

    /** The bytes a shard may still take; its capacity is exceeded if this is below 0. */
    long byteRoom(int shard) {
        return shard(shard).byteCapacity().orElse(Long.MAX_VALUE) - bytes[shard];
    }

    /** Whether a partition exceeds what any shard is to carry, so that one of them has to carry it for itself. */
    boolean isHot(int partition) {
        return loads.load(partition) > request.tolerance().goal() * largestFair;
    }

    /** Changes whenever something on the shard does. */
    int version(int shard) {
        return versions[shard];
    }

    /** Whether a shard may be given something at all. */
    boolean mayTake(int shard) {
        return !shard(shard).drained();
    }

    /** Whether a shard is to be relieved. */
    boolean isOver(int shard) {
        return mayTake(shard) && load[shard] > limit(shard);
    }

    /** The load that a shard may still take: up to goal × its fair share, whatever it has. */
    double room(int shard) {
        return request.tolerance().goal() * fair[shard] - load[shard];
    }

    /** The most that a shard may keep: goal × its fair share, or × its largest hot partition. */
    double limit(int shard) {
        return request.tolerance().goal() * Math.max(fair[shard], hottest[shard]);
    }

    boolean holdsHot(int shard) {
        return hottest[shard] > 0;
    }

    /** The partitions on a shard, in no order that matters. */
    int[] members(int shard) {
        return Arrays.copyOf(members[shard], sizes[shard]);
    }

    void put(int partition, int shard) {
        if (sizes[shard] == members[shard].length) {
            members[shard] = Arrays.copyOf(members[shard], Math.max(8, 2 * sizes[shard]));
        }
        position[partition] = sizes[shard];
        members[shard][sizes[shard]++] = partition;
        at[partition] = shard;
        versions[shard]++;
        load[shard] += loads.load(partition);
        bytes[shard] += loads.bytes(partition);
        if (isHot(partition)) {
            hottest[shard] = Math.max(hottest[shard], loads.load(partition));
        }
    }

    void take(int partition) {
        int shard = at[partition];
        int last = members[shard][--sizes[shard]];
        members[shard][position[partition]] = last;
        position[last] = position[partition];
        at[partition] = NOWHERE;
        versions[shard]++;
        load[shard] -= loads.load(partition);
        bytes[shard] -= loads.bytes(partition);
        if (isHot(partition)) {
            hottest[shard] = Arrays.stream(members[shard], 0, sizes[shard])
                    .filter(this::isHot)
                    .mapToLong(loads::load)
                    .max()
                    .orElse(0);
        }
    }
}
