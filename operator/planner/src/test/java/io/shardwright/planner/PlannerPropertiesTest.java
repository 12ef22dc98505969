package io.shardwright.planner;

import static io.shardwright.planner.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlannerPropertiesTest {

    private static final int SMALL_CASES = 100_000;
    private static final int LARGE_CASES = 1_000;

    @Test
    void movesAsFewAsAnExhaustiveSearchFinds() {
        var cases = RandomCases.seeded("movesAsFewAsAnExhaustiveSearchFinds", 9, 4);
        int number = RandomCases.count(SMALL_CASES);
        for (int i = 0; i < number; i++) {
            var request = cases.next();
            var plan = plan(request);

            int fewest = ExhaustiveSearch.fewestMoves(request.current(), request.weights());

            assertThat(plan.moveCount()).as("moves for %s", request).isEqualTo(fewest);
            assertThat(plan.movesLowerBound()).as("bound for %s", request).isEqualTo(fewest);
        }
        System.out.println("movesAsFewAsAnExhaustiveSearchFinds: " + number + " cases");
    }

    @Test
    void everyPlanKeepsItsPostconditions() {
        var small = RandomCases.seeded("everyPlanKeepsItsPostconditions (small)", 8, 4);
        for (int i = 0; i < RandomCases.count(SMALL_CASES); i++) {
            var request = small.next();
            assertPostconditions(request, plan(request));
        }
        var large = RandomCases.seeded("everyPlanKeepsItsPostconditions (large)", 3_000, 60);
        for (int i = 0; i < RandomCases.count(LARGE_CASES); i++) {
            var request = large.next();
            assertPostconditions(request, plan(request));
        }
    }

    private static void assertPostconditions(PlanRequest request, Plan plan) {
        var what = request.toString();
        assertThat(plan.target().unowned()).as(what).isZero();
        int owned = 0;
        for (var quota : plan.quotas().shards()) {
            int load = plan.target().count(quota.shard());
            owned += load;
            assertThat(load).as(what).isEqualTo(quota.partitions()).isBetween(quota.floor(), quota.ceiling());
            assertThat(quota.weight().drained() && load > 0).as(what).isFalse();
        }
        assertThat(owned)
                .as("on shards wanted: %s", what)
                .isEqualTo(request.current().partitions());
        assertThat(plan.moveCount())
                .as(what)
                .isEqualTo(plan.movesLowerBound())
                .isEqualTo(plan.moves().size());
        assertThat(carryOut(plan, plan.batches())).as(what).isEqualTo(plan.target());
        assertThat(plan.moves()).as(what).allMatch(move -> leads(move, plan));
        assertThat(plan.batches())
                .as(what)
                .allMatch(batch ->
                        batch.partitions().size() > 0 && batch.partitions().size() <= request.maxPartitionsPerBatch());
        var gives = new HashSet<>(plan.batches().stream().map(MoveBatch::from).toList());
        assertThat(plan.batches()).as(what).noneMatch(batch -> gives.contains(batch.to()));
    }

    private static boolean leads(Move move, Plan plan) {
        return !move.from().equals(move.to())
                && plan.current().owner(move.partition()).equals(Optional.of(move.from()))
                && plan.target().owner(move.partition()).equals(Optional.of(move.to()));
    }

    @Test
    void theOrderOfTheWeightsMakesNoDifference() {
        var cases = RandomCases.seeded("theOrderOfTheWeightsMakesNoDifference", 200, 20);
        for (int i = 0; i < RandomCases.count(LARGE_CASES); i++) {
            var request = cases.next();
            var shuffled = new ArrayList<>(request.weights());
            Collections.shuffle(shuffled, Random.from(cases.random()));

            var again = new PlanRequest(request.current(), shuffled, request.maxPartitionsPerBatch());

            assertThat(plan(again)).isEqualTo(plan(request));
        }
    }

    @Test
    void planningAgainAfterSomeMovesGivesTheMovesThatAreLeft() {
        var cases = RandomCases.seeded("planningAgainAfterSomeMovesGivesTheMovesThatAreLeft", 40, 8);
        for (int i = 0; i < RandomCases.count(SMALL_CASES); i++) {
            var request = cases.next();
            var plan = plan(request);
            var done = new ArrayList<Move>();
            var left = new ArrayList<Move>();
            plan.moves().forEach(move -> (cases.random().nextBoolean() ? done : left).add(move));
            var halfway = placed(plan);
            for (var move : done) {
                halfway = halfway.with(PartitionSet.of(move.partition()), move.to());
            }

            var again = plan(new PlanRequest(halfway, request.weights(), request.maxPartitionsPerBatch()));

            var what = "%s after %s".formatted(request, done);
            assertThat(again.target()).as(what).isEqualTo(plan.target());
            assertThat(again.moveCount()).as(what).isEqualTo(plan.moveCount() - done.size());
            assertThat(again.moves()).as(what).containsExactlyInAnyOrderElementsOf(left);
        }
    }

    @Test
    void planningAgainAfterSomeBatchesGivesTheBatchesThatAreLeft() {
        var cases = RandomCases.seeded("planningAgainAfterSomeBatchesGivesTheBatchesThatAreLeft", 200, 8);
        for (int i = 0; i < RandomCases.count(LARGE_CASES); i++) {
            var request = cases.next();
            var plan = plan(request);
            var done = new ArrayList<MoveBatch>();
            var left = new ArrayList<MoveBatch>();
            plan.batches().forEach(batch -> (cases.random().nextBoolean() ? done : left).add(batch));

            var again = plan(new PlanRequest(carryOut(plan, done), request.weights(), request.maxPartitionsPerBatch()));

            assertThat(again.batches()).as("%s after %s", request, done).containsExactlyInAnyOrderElementsOf(left);
        }
    }

    @Test
    void shardsTakeTurnsAsDestinationsAndAsSources() {
        var cases = RandomCases.seeded("shardsTakeTurnsAsDestinationsAndAsSources", 300, 8);
        for (int i = 0; i < RandomCases.count(LARGE_CASES); i++) {
            var request = cases.next();
            var plan = plan(request);
            var emptying = plan.batches().stream()
                    .filter(batch -> isDrainedOrGone(plan, batch.from()))
                    .toList();
            var balancing =
                    plan.batches().subList(emptying.size(), plan.batches().size());

            assertThat(plan.batches().subList(0, emptying.size()))
                    .as("%s", request)
                    .isEqualTo(emptying);
            for (var phase : List.of(emptying, balancing)) {
                assertTurns(phase, MoveBatch::to);
                var byDestination = new HashMap<ShardId, List<MoveBatch>>();
                phase.forEach(batch -> byDestination
                        .computeIfAbsent(batch.to(), _ -> new ArrayList<>())
                        .add(batch));
                byDestination.values().forEach(batches -> assertTurns(batches, MoveBatch::from));
            }
        }
    }

    /** At any point, of two shards with batches left neither is two ahead. */
    private static void assertTurns(List<MoveBatch> batches, Function<MoveBatch, ShardId> side) {
        Map<ShardId, Integer> left = new HashMap<>();
        Map<ShardId, Integer> done = new HashMap<>();
        batches.forEach(batch -> left.merge(side.apply(batch), 1, Integer::sum));
        left.keySet().forEach(shard -> done.put(shard, 0));
        for (var batch : batches) {
            done.merge(side.apply(batch), 1, Integer::sum);
            left.merge(side.apply(batch), -1, Integer::sum);
            var unfinished = done.entrySet().stream()
                    .filter(entry -> left.getOrDefault(entry.getKey(), 0) > 0)
                    .mapToInt(Map.Entry::getValue)
                    .summaryStatistics();
            if (unfinished.getCount() > 1) {
                assertThat(unfinished.getMax() - unfinished.getMin())
                        .as("%s", batches)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    private static boolean isDrainedOrGone(Plan plan, ShardId shard) {
        return plan.quotas().shards().stream()
                .filter(quota -> quota.shard().equals(shard))
                .allMatch(quota -> quota.weight().drained());
    }

    /** The plan's start with its unowned partitions placed. */
    private static Ownership placed(Plan plan) {
        int[] owners = plan.current().toArray();
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] == Ownership.UNOWNED) {
                owners[partition] = plan.target().owner(partition).orElseThrow().ordinal();
            }
        }
        return Ownership.of(owners);
    }

    private static Ownership carryOut(Plan plan, List<MoveBatch> batches) {
        int[] owners = placed(plan).toArray();
        batches.forEach(batch -> batch.partitions().stream()
                .forEach(partition -> owners[partition] = batch.to().ordinal()));
        return Ownership.of(owners);
    }
}
