package io.shardwright.controller.ownership;

import static java.util.stream.Collectors.groupingBy;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.observe.Observed;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which partition, by what the shards' leaders confirm.
 *
 * <p>Each partition has an epoch of its own, raised by one by each of its moves, so of several claims to a partition the
 * one with the highest epoch is the truth; the others are older. The published map counts as a claim too: it stands in for
 * shards without a leader, and a map that was restored from an older state is outdone by the shards themselves. Epochs
 * only rise.
 */
public final class ConfirmedOwnership {
    private final int[] owners;
    private final long[] epochs;
    private final BitSet claimed = new BitSet();
    private final BitSet aheadOfMap = new BitSet();
    private final List<OpenMove> openMoves;
    private @Nullable Ownership now;

    private ConfirmedOwnership(int partitions, List<OpenMove> openMoves) {
        this.owners = new int[partitions];
        this.epochs = new long[partitions];
        this.openMoves = List.copyOf(openMoves);
        Arrays.fill(owners, Ownership.UNOWNED);
    }

    /** Nothing is confirmed. */
    public static ConfirmedOwnership unknown(int partitions) {
        return new ConfirmedOwnership(partitions, List.of());
    }

    /** What is confirmed at the moment. */
    public static ConfirmedOwnership of(Observed observed) {
        var ownership = new ConfirmedOwnership(observed.spec().partitions(), openMoves(observed));
        observed.map().ifPresent(map -> ownership.addPublished(map.spec()));
        observed.shards()
                .forEach((shard, state) -> state.leader()
                        .ifPresent(leader -> leader.owned()
                                .forEach(owned -> ownership.claim(
                                        shard.ordinal(), owned.epoch(), ownership.parse(owned.ranges())))));
        return ownership;
    }

    private void addPublished(PartitionMapSpec map) {
        map.shards()
                .forEach(entry -> parse(entry.ranges()).forEach(p -> {
                    owners[p] = entry.shard();
                    epochs[p] = 1;
                }));
        map.moved().forEach(moved -> parse(moved.ranges()).forEach(p -> epochs[p] = moved.epoch()));
    }

    private void claim(int shard, long epoch, PartitionRanges ranges) {
        ranges.forEach(p -> {
            if (epoch > epochs[p]) {
                owners[p] = shard;
                epochs[p] = epoch;
                aheadOfMap.set(p);
            }
            if (epoch == epochs[p] && owners[p] == shard) {
                claimed.set(p);
            }
        });
    }

    private PartitionRanges parse(String ranges) {
        return PartitionRanges.parse(ranges, owners.length);
    }

    private static List<OpenMove> openMoves(Observed observed) {
        int partitions = observed.spec().partitions();
        var views = new TreeMap<String, List<View>>(observed.shards().entrySet().stream()
                .flatMap(shard -> shard.getValue().leader().stream()
                        .flatMap(leader -> leader.moves().stream())
                        .map(move -> new View(shard.getKey().ordinal(), move)))
                .collect(groupingBy(view -> view.move().id())));
        var open = new ArrayList<OpenMove>();
        views.values().forEach(ofOne -> merge(ofOne, partitions).ifPresent(open::add));
        return open;
    }

    /** One shard's view of one move. */
    private record View(int seenBy, MoveStatus move) {
        boolean isSources() {
            return seenBy == move.from();
        }
    }

    /** The source's decision is final for both; before it, the further view is the newer one. */
    private static Optional<OpenMove> merge(List<View> views, int partitions) {
        var any = views.getFirst().move();
        var source = views.stream().filter(View::isSources).findFirst().map(View::move);
        var target =
                views.stream().filter(view -> !view.isSources()).findFirst().map(View::move);
        boolean over = target.map(move -> move.phase().isFinal())
                .orElse(source.orElse(any).phase().isFinal());
        if (over && source.map(move -> move.phase().isFinal()).orElse(true)) {
            return Optional.empty();
        }
        boolean aborted = views.stream().anyMatch(view -> view.move().phase() == MovePhase.ABORTED);
        var phase = views.stream()
                .map(view -> view.move().phase())
                .filter(seen -> seen != MovePhase.ABORTED)
                .max(MovePhase::compareTo)
                .orElse(MovePhase.COPYING);
        return Optional.of(new OpenMove(
                any.id(),
                new ShardId(any.from()),
                new ShardId(any.to()),
                PartitionRanges.parse(any.ranges(), partitions),
                phase,
                aborted,
                target.flatMap(move -> Optional.ofNullable(move.detail())),
                target.flatMap(move -> Optional.ofNullable(move.maxBytesPerSecond())),
                target.map(ConfirmedOwnership::copyLeft).orElse(Duration.ZERO)));
    }

    private static Duration copyLeft(MoveStatus target) {
        long bytes = target.phase() == MovePhase.COPYING ? target.bytesTotal() - target.bytesCopied() : 0;
        return target.maxBytesPerSecond() == null || bytes <= 0
                ? Duration.ZERO
                : Duration.ofSeconds(bytes / target.maxBytesPerSecond());
    }

    /** The number of partitions. */
    public int partitions() {
        return owners.length;
    }

    /** The partition's own epoch; 0 if nobody claims it. */
    public long epoch(int partition) {
        return epochs[partition];
    }

    /** The sum of all partitions' own epochs: it rises by one with each partition that is adopted. */
    public long epochSum() {
        return LongStream.of(epochs).sum();
    }

    /** How many partitions the shards have moved on beyond what the published map says. */
    public int aheadOfMap() {
        return aheadOfMap.cardinality();
    }

    /** The moves that aren't over, by id. */
    public List<OpenMove> openMoves() {
        return openMoves;
    }

    /** Moves whose partitions still have to be handed over. */
    public List<OpenMove> movesInFlight() {
        return openMoves.stream().filter(OpenMove::inFlight).toList();
    }

    /** Partitions of moves in flight. */
    public int partitionsInFlight() {
        return movesInFlight().stream()
                .mapToInt(move -> pending(move).cardinality())
                .sum();
    }

    /** Who owns what now. */
    public Ownership now() {
        if (now == null) {
            now = Ownership.of(owners); // asked for each shard
        }
        return now;
    }

    /** Who owns what once the moves in flight are over: what plans start from, so that none contradicts them. */
    public Ownership afterMovesInFlight() {
        int[] after = owners.clone();
        movesInFlight()
                .forEach(move ->
                        pending(move).stream().forEach(p -> after[p] = move.to().ordinal()));
        return Ownership.of(after);
    }

    /** Who owns what once the moves that are decided are over: unlike those before their decision they can't be undone. */
    public Ownership afterDecided() {
        int[] after = owners.clone();
        decided()
                .forEach(move ->
                        pending(move).stream().forEach(p -> after[p] = move.to().ordinal()));
        return Ownership.of(after);
    }

    /** {@link #epochSum()} once the moves that are decided are over. */
    public long epochSumAfterDecided() {
        return epochSum()
                + decided().mapToInt(move -> pending(move).cardinality()).sum();
    }

    private Stream<OpenMove> decided() {
        return movesInFlight().stream().filter(move -> move.phase().compareTo(MovePhase.COMMITTED) >= 0);
    }

    /** Partitions of a move that the target isn't known to own yet. */
    private BitSet pending(OpenMove move) {
        var pending = new BitSet();
        move.partitions().stream().filter(p -> owners[p] != move.to().ordinal()).forEach(pending::set);
        return pending;
    }

    /** The partitions that each shard owns now; a shard that owns none is left out. */
    public Map<ShardId, PartitionRanges> byOwner() {
        var partitions = new TreeMap<ShardId, BitSet>();
        for (int p = 0; p < owners.length; p++) {
            if (owners[p] != Ownership.UNOWNED) {
                partitions
                        .computeIfAbsent(new ShardId(owners[p]), shard -> new BitSet())
                        .set(p);
            }
        }
        var byOwner = new TreeMap<ShardId, PartitionRanges>();
        partitions.forEach((shard, owned) -> byOwner.put(shard, PartitionRanges.of(owned)));
        return byOwner;
    }

    /** Partitions that no leader claims at the moment and no move in flight explains. */
    public PartitionRanges unclaimed() {
        var unclaimed = new BitSet();
        unclaimed.set(0, owners.length);
        unclaimed.andNot(claimed);
        openMoves.forEach(move -> move.partitions().forEach(unclaimed::clear));
        return PartitionRanges.of(unclaimed);
    }

    /** The partitions of each epoch above 1, by ascending epoch. */
    public TreeMap<Long, BitSet> byEpochAboveOne() {
        var byEpoch = new TreeMap<Long, BitSet>();
        for (int p = 0; p < epochs.length; p++) {
            if (epochs[p] > 1) {
                byEpoch.computeIfAbsent(epochs[p], epoch -> new BitSet()).set(p);
            }
        }
        return byEpoch;
    }
}
