package io.shardwright.controller.rebalance;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.crds.v1alpha1.PlannedOwnership;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalancePlan;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Rebalance as it is in the cluster.
 *
 * <p>They are numbered: the n-th of ShardSet {@code store} is {@code store-r<n>}. The next one's name follows from those
 * that exist, so that whoever makes it again after a crash makes no second one.
 *
 * @param number from 1
 */
public record RecordedRebalance(int number, Rebalance resource) {
    private static final String SEPARATOR = "-r";
    private static final int MOST_DIGITS = 9;

    /** Those of a ShardSet, the oldest first. What isn't named so, or isn't owned by this very ShardSet, isn't one. */
    static List<RecordedRebalance> of(Observed observed) {
        String prefix = observed.shardSet().getMetadata().getName() + SEPARATOR;
        return observed.rebalances().stream()
                .flatMap(resource -> numbered(prefix, resource).stream())
                .sorted(Comparator.comparingInt(RecordedRebalance::number))
                .toList();
    }

    private static Optional<RecordedRebalance> numbered(String prefix, Rebalance resource) {
        String name = resource.getMetadata().getName();
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Optional.of(new RecordedRebalance(Integer.parseInt(digits), resource)) : Optional.empty();
    }

    static String name(Observed observed, int number) {
        return observed.shardSet().getMetadata().getName() + SEPARATOR + number;
    }

    /** Its name. */
    public String name() {
        return resource.getMetadata().getName();
    }

    RebalanceSpec spec() {
        return resource.getSpec();
    }

    /** What was planned. */
    public RebalancePlan plan() {
        return resource.getSpec().plan();
    }

    /** What was told of it last. */
    public RebalanceStatus status() {
        return Objects.requireNonNullElse(resource.getStatus(), RebalanceStatus.EMPTY);
    }

    /** Whether nothing more comes of it. */
    public boolean isOver() {
        var phase = status().phase();
        return phase != null && phase.isFinal();
    }

    /** When its moves could begin; empty until then. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(status().startedAt()).map(Instant::parse);
    }

    /** Whether the plan as it is was approved. */
    boolean isApproved() {
        return plan().hash().equals(spec().approvedPlan());
    }

    /** The ownership to reach. */
    Ownership target() {
        int[] owners = new int[plan().partitions()];
        Arrays.fill(owners, Ownership.UNOWNED);
        plan().target()
                .forEach(entry ->
                        PartitionRanges.parse(entry.ranges(), owners.length).forEach(p -> owners[p] = entry.shard()));
        return Ownership.of(owners);
    }

    /**
     * By how many the partitions that change their owner for it are above the fewest that could: max(0, E − E₀ + R − M*),
     * with E the sum of all partitions' own epochs and R the partitions that aren't where it wants them, each once decided
     * moves are over, E₀ the first when it was planned, and M* the fewest. So a partition that moves twice counts twice.
     */
    public int movesOverMinimum(ConfirmedOwnership ownership) {
        if (plan().partitions() != ownership.partitions()) {
            return 0;
        }
        long handedOver = ownership.epochSumAfterDecided() - plan().epochSum();
        int remaining = ownership.afterDecided().differences(target());
        return (int) Math.max(0, handedOver + remaining - plan().movesLowerBound());
    }

    /** An ownership in the form in which it is recorded, for the shards that own something. */
    static List<PlannedOwnership> encode(Ownership ownership) {
        var byShard = new TreeMap<Integer, BitSet>();
        int[] owners = ownership.toArray();
        for (int p = 0; p < owners.length; p++) {
            byShard.computeIfAbsent(owners[p], shard -> new BitSet()).set(p);
        }
        return byShard.entrySet().stream()
                .map(entry -> new PlannedOwnership(
                        new ShardId(entry.getKey()).ordinal(),
                        PartitionRanges.of(entry.getValue()).toString()))
                .toList();
    }
}
