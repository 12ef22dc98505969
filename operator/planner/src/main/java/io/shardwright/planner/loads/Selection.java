package io.shardwright.planner.loads;

import io.shardwright.planner.Move;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The moves of a plan, those first that help most, and no more than one plan may have.
 *
 * <p>Those come first that have room where they go, then those that get it by them ({@link Waves}). Among these sources take
 * turns, those to be emptied first, then by falling load ÷ fair share; each gives what carries most load first. While others
 * wait, no destination takes more than its equal part of the moves that may be made. A partition that is to be kept apart
 * from one that doesn't leave after all waits with it.
 *
 * @param waves the moves chosen
 * @param deferred what the limits leave out
 * @param stuck what finds no room on the way, and not because of the limits
 * @param apart what would come into a failure domain with another of its group that stays there
 */
record Selection(List<MoveWave> waves, List<Move> deferred, List<Move> stuck, List<Move> apart) {

    static Selection of(LoadRequest request, Ownership target, Map<ShardId, Double> ratios) {
        var order = inTurn(request, target, ratios);
        var unlimited = Waves.of(request, order);
        var possible = byWave(unlimited, order);
        var chosen = new LinkedHashSet<>(within(request, possible));
        boolean limited = chosen.size() < possible.size();
        var apart = new ArrayList<Move>();
        var stuck = new ArrayList<>(unlimited.stuck());
        Waves waves;
        do { // What is left out gives up its room and its place to nobody: others that counted on them are left out
            // too.
            apart.addAll(dropTogether(request, chosen));
            waves = Waves.of(request, List.copyOf(chosen));
            waves.stuck().forEach(chosen::remove);
            if (!limited) {
                stuck.addAll(waves.stuck());
            }
        } while (!waves.stuck().isEmpty());
        var others = new HashSet<>(stuck);
        others.addAll(apart);
        var deferred = order.stream()
                .filter(move -> !chosen.contains(move) && !others.contains(move))
                .toList();
        return new Selection(waves.waves(), deferred, stuck, apart);
    }

    /** The moves chosen, in the order of their waves. */
    List<Move> chosen() {
        return waves.stream()
                .flatMap(wave -> wave.batches().stream())
                .flatMap(MoveBatch::moves)
                .toList();
    }

    private static List<Move> byWave(Waves waves, List<Move> order) {
        int[] waveOf = new int[order.stream().mapToInt(Move::partition).max().orElse(0) + 1];
        for (int wave = 0; wave < waves.waves().size(); wave++) {
            int number = wave + 1;
            waves.waves()
                    .get(wave)
                    .batches()
                    .forEach(batch -> batch.partitions().stream().forEach(partition -> waveOf[partition] = number));
        }
        return order.stream()
                .filter(move -> waveOf[move.partition()] > 0)
                .sorted(Comparator.comparingInt(move -> waveOf[move.partition()]))
                .toList();
    }

    /** Takes out what would come into a failure domain with another of its group that stays there. */
    private static List<Move> dropTogether(LoadRequest request, Set<Move> chosen) {
        var dropped = new ArrayList<Move>();
        boolean again = request.separation().mode() == Separation.Mode.KEEP_APART;
        while (again) {
            int[] owners = request.current().toArray();
            chosen.forEach(move -> owners[move.partition()] = move.to().ordinal());
            var layout = new Layout(request.from(Ownership.of(owners)));
            var domains = new Domains(request, layout);
            var together = chosen.stream()
                    .filter(move -> domains.others(move.partition(), layout.at(move.partition())) > 1)
                    .toList();
            together.forEach(chosen::remove);
            dropped.addAll(together);
            again = !together.isEmpty();
        }
        return dropped;
    }

    private static List<Move> within(LoadRequest request, List<Move> order) {
        var limits = request.limits();
        long destinations = order.stream().map(Move::to).distinct().count();
        long share = destinations == 0 ? 0 : Math.max(1, limits.maxMoves() / destinations);
        var taken = new HashMap<ShardId, Integer>();
        var chosen = new ArrayList<Move>();
        var passedOver = new ArrayList<Move>();
        long[] bytesLeft = {limits.maxBytes()};
        for (var move : order) {
            if (taken.getOrDefault(move.to(), 0) >= share) {
                passedOver.add(move);
            } else if (choose(move, request, bytesLeft, chosen)) {
                taken.merge(move.to(), 1, Integer::sum);
            }
        }
        passedOver.forEach(move -> choose(move, request, bytesLeft, chosen));
        return chosen;
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
