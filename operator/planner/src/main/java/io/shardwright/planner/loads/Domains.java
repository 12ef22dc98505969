package io.shardwright.planner.loads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** How many members of each group are in each failure domain while a plan is made. */
final class Domains {

    private final Layout layout;
    private final Separation separation;
    private final int[] groupOf;
    private final int[] domainOf;
    private final int count;
    private final Map<Long, Integer> members = new HashMap<>();

    Domains(LoadRequest request, Layout layout) {
        this.layout = layout;
        this.separation = request.separation();
        this.groupOf = separation.groupOf(request.loads().partitions());
        this.domainOf = new int[layout.shards()];
        var numbers = new TreeMap<String, Integer>();
        int next = 0;
        for (int shard = 0; shard < domainOf.length; shard++) {
            var name = layout.shard(shard).domain();
            var known = name.isEmpty() ? null : numbers.get(name);
            domainOf[shard] = known == null ? next++ : known;
            numbers.putIfAbsent(name, domainOf[shard]);
        }
        this.count = (int) IntStream.range(0, domainOf.length)
                .filter(shard -> !layout.shard(shard).drained())
                .map(shard -> domainOf[shard])
                .distinct()
                .count();
        for (int partition = 0; partition < groupOf.length; partition++) {
            arrived(partition);
        }
    }

    /** Domains with a shard that may own something. */
    int count() {
        return count;
    }

    boolean matterFor(int partition) {
        return groupOf[partition] >= 0;
    }

    void arrived(int partition) {
        change(partition, 1);
    }

    /** To be called while the partition is still where it is about to leave. */
    void leaves(int partition) {
        change(partition, -1);
    }

    private void change(int partition, int by) {
        if (matterFor(partition) && layout.at(partition) != Layout.NOWHERE) {
            members.merge(key(groupOf[partition], layout.at(partition)), by, Integer::sum);
        }
    }

    private long key(int group, int shard) {
        return (long) group << 32 | domainOf[shard];
    }

    /** Others of its group that are in the domain of a shard. The partition itself must not be there. */
    int others(int partition, int shard) {
        return matterFor(partition) ? members.getOrDefault(key(groupOf[partition], shard), 0) : 0;
    }

    boolean allows(int partition, int shard) {
        return separation.mode() == Separation.Mode.SPREAD || others(partition, shard) == 0;
    }

    /**
     * Partitions that have to leave their domain, so that each keeps one of a group: one that is pinned, or else the one with
     * the most bytes.
     */
    List<Integer> toSeparate(IntPredicate pinned) {
        var leaving = new ArrayList<Integer>();
        if (separation.mode() == Separation.Mode.SPREAD) {
            return leaving;
        }
        for (var group : separation.groups()) {
            var byDomain = new TreeMap<Integer, List<Integer>>();
            group.stream()
                    .filter(partition -> layout.at(partition) != Layout.NOWHERE)
                    .forEach(partition -> byDomain.computeIfAbsent(
                                    domainOf[layout.at(partition)], domain -> new ArrayList<>())
                            .add(partition));
            for (var together : byDomain.values()) {
                together.sort(Comparator.comparing((Integer p) -> !pinned.test(p))
                        .thenComparing(layout.loads::bytes, Comparator.reverseOrder()));
                leaving.addAll(together.subList(1, together.size()));
            }
        }
        return leaving;
    }
}
