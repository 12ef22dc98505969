package io.shardwright.planner.loads;

import io.shardwright.planner.Move;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The moves of a plan, those first that help most, and no more than one plan may have.
 *
 * <p>Sources take turns, those to be emptied first, then by falling load ÷ fair share; each gives what carries most load
 * first. While others wait, no destination takes more than its equal part of the moves that may be made.
 *
 * @param chosen in this order
 * @param deferred what the limits leave out
 */
record Selection(List<Move> chosen, List<Move> deferred) {

    static Selection of(LoadRequest request, Ownership target, Map<ShardId, Double> ratios) {
        var order = inTurn(request, target, ratios);
        var limits = request.limits();
        long destinations = order.stream().map(Move::to).distinct().count();
        long share = destinations == 0 ? 0 : Math.max(1, limits.maxMoves() / destinations);
        var taken = new HashMap<ShardId, Integer>();
        var chosen = new ArrayList<Move>();
        var passedOver = new ArrayList<Move>();
        var deferred = new ArrayList<Move>();
        long[] bytesLeft = {limits.maxBytes()};
        for (var move : order) {
            if (taken.getOrDefault(move.to(), 0) >= share) {
                passedOver.add(move);
            } else if (!choose(move, request, bytesLeft, chosen)) {
                deferred.add(move);
            } else {
                taken.merge(move.to(), 1, Integer::sum);
            }
        }
        for (var move : passedOver) {
            if (!choose(move, request, bytesLeft, chosen)) {
                deferred.add(move);
            }
        }
        return new Selection(chosen, deferred);
    }

    private static boolean choose(Move move, LoadRequest request, long[] bytesLeft, List<Move> chosen) {
        long bytes = request.loads().bytes(move.partition());
        boolean fits = chosen.size() < request.limits().maxMoves() && bytes <= bytesLeft[0];
        if (fits) {
            chosen.add(move);
            bytesLeft[0] -= bytes;
        }
        return fits;
    }

    private static List<Move> inTurn(LoadRequest request, Ownership target, Map<ShardId, Double> ratios) {
        var bySource = new TreeMap<ShardId, List<Move>>();
        for (int partition = 0; partition < target.partitions(); partition++) {
            var from = request.current().owner(partition);
            var to = target.owner(partition);
            if (from.isPresent() && to.isPresent() && !from.equals(to)) {
                bySource.computeIfAbsent(from.get(), source -> new ArrayList<>())
                        .add(new Move(partition, from.get(), to.get()));
            }
        }
        var queues = new ArrayList<ArrayDeque<Move>>();
        bySource.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<ShardId, List<Move>> entry) ->
                                        ratios.getOrDefault(entry.getKey(), Double.POSITIVE_INFINITY),
                                Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    entry.getValue()
                            .sort(Comparator.comparing(
                                            (Move move) -> request.loads().load(move.partition()),
                                            Comparator.reverseOrder())
                                    .thenComparing(Move::partition));
                    queues.add(new ArrayDeque<>(entry.getValue()));
                });
        var order = new ArrayList<Move>();
        while (!queues.isEmpty()) {
            queues.forEach(queue -> order.add(queue.remove()));
            queues.removeIf(ArrayDeque::isEmpty);
        }
        return order;
    }
}
