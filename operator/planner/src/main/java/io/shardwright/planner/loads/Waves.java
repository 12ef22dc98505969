package io.shardwright.planner.loads;

import io.shardwright.planner.Move;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.ShardId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Moves put into waves such that no shard ever holds more than it can.
 *
 * <p>A partition is on both shards while it moves. So a wave takes, in the given order, what fits into the room that its
 * destination has with all of its own still there; what leaves in a wave makes room for the next. Where shards wait for
 * each other in a circle, with no room for even one of their partitions, these are stuck.
 *
 * <p>Linear in the moves for each wave. There are as many waves as the longest chain of shards that wait for each other.
 *
 * @param waves never empty ones
 * @param stuck what can't be put into any
 */
record Waves(List<MoveWave> waves, List<Move> stuck) {

    private record Pair(ShardId from, ShardId to) {}

    static Waves of(LoadRequest request, List<Move> moves) {
        var room = new HashMap<ShardId, Long>();
        for (var shard : request.shards()) {
            shard.byteCapacity().ifPresent(capacity -> room.put(shard.shard(), capacity));
        }
        for (int partition = 0; partition < request.loads().partitions(); partition++) {
            long bytes = request.loads().bytes(partition);
            request.current()
                    .owner(partition)
                    .ifPresent(owner -> room.computeIfPresent(owner, (s, left) -> left - bytes));
        }
        var waiting = new LinkedHashMap<ShardId, ArrayDeque<Move>>();
        moves.forEach(move ->
                waiting.computeIfAbsent(move.to(), to -> new ArrayDeque<>()).add(move));
        var waves = new ArrayList<MoveWave>();
        var open = new TreeSet<>(waiting.keySet());
        while (!open.isEmpty()) {
            var wave = new ArrayList<Move>();
            for (var to : open) {
                takeWhatFits(waiting.getOrDefault(to, new ArrayDeque<>()), room, request, wave);
            }
            open.clear();
            for (var move : wave) {
                room.computeIfPresent(
                        move.from(), (s, left) -> left + request.loads().bytes(move.partition()));
                if (waiting.containsKey(move.from())) {
                    open.add(move.from());
                }
            }
            if (!wave.isEmpty()) {
                waves.add(new MoveWave(batches(wave, moves, request.limits().maxPartitionsPerBatch())));
            }
        }
        var stuck = waiting.values().stream().flatMap(ArrayDeque::stream).toList();
        return new Waves(waves, stuck);
    }

    private static void takeWhatFits(
            ArrayDeque<Move> waiting, Map<ShardId, Long> room, LoadRequest request, List<Move> wave) {
        for (int count = waiting.size(); count > 0; count--) {
            var move = waiting.remove();
            long bytes = request.loads().bytes(move.partition());
            long left = room.getOrDefault(move.to(), Long.MAX_VALUE);
            if (bytes <= left) {
                room.computeIfPresent(move.to(), (shard, l) -> l - bytes);
                wave.add(move);
            } else {
                waiting.add(move);
            }
        }
    }

    /** The wave's moves by pair of shards, cut to size; pairs in the order in which the plan first names them. */
    private static List<MoveBatch> batches(List<Move> wave, List<Move> order, int size) {
        var pairs = new LinkedHashMap<Pair, List<Integer>>();
        var inWave = new BitSet();
        wave.forEach(move -> inWave.set(move.partition()));
        for (var move : order) {
            if (inWave.get(move.partition())) {
                pairs.computeIfAbsent(new Pair(move.from(), move.to()), pair -> new ArrayList<>())
                        .add(move.partition());
            }
        }
        var batches = new ArrayList<MoveBatch>();
        pairs.forEach((pair, partitions) -> {
            for (int first = 0; first < partitions.size(); first += size) {
                var part = partitions.subList(first, Math.min(first + size, partitions.size()));
                batches.add(new MoveBatch(
                        pair.from(),
                        pair.to(),
                        PartitionSet.of(
                                part.stream().mapToInt(Integer::intValue).toArray())));
            }
        });
        return batches;
    }
}
