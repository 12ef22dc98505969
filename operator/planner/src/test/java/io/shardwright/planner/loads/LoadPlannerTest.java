package io.shardwright.planner.loads;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.planner.Move;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.RefusalReason;
import io.shardwright.planner.ShardId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What single rules of the planner do, in small cases. */
class LoadPlannerTest {

    private static final Tolerance EXACT = Tolerance.DEFAULT.withNoise(0);

    @Test
    void namesThePartitionThatAloneExceedsTheFairShareAndLeavesItWhereItIs() {
        var plan =
                SkewedLoads.plan(request(new int[] {0, 0, 0, 1, 1, 1}, SkewedLoads.equalShards(2), 90, 5, 5, 5, 5, 5));
        assertThat(plan.hot())
                .hasToString("[partition 0 alone is 1.57 × the fair share of shard 0: spread its hottest keys"
                        + " over more keys, or give a shard that it fits on more weight]");
        assertThat(plan.target().owner(0)).contains(new ShardId(0));
        assertThat(plan.after().attainable()).isEqualTo(90 / 57.5);
        assertThat(plan.after().maxOverFair())
                .isLessThanOrEqualTo(1.05 * plan.after().attainable());
    }

    @Test
    void spreadsTheMovesOfALimitedPlanOverSourcesAndDestinations() {
        int[] owners = IntStream.range(0, 80).map(p -> p / 20).toArray();
        var request =
                request(owners, SkewedLoads.equalShards(8), evenly(80, 10)).withLimits(Limits.NONE.withMaxMoves(8));
        var moves = SkewedLoads.plan(request).moves();
        assertThat(moves).hasSize(8);
        for (var end : List.of(ends(moves, true), ends(moves, false))) {
            for (var shard : end.stream().distinct().toList()) {
                assertThat(end.stream().filter(shard::equals).count())
                        .as("%s", moves)
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    private static List<ShardId> ends(List<Move> moves, boolean from) {
        return moves.stream().map(move -> from ? move.from() : move.to()).toList();
    }

    @Test
    void defersWhatIsOverTheLimitsAndSaysSo() {
        var request = request(new int[] {0, 0, 0, 0}, SkewedLoads.equalShards(2), 10, 10, 10, 10)
                .withLimits(Limits.NONE.withMaxMoves(1));
        var plan = SkewedLoads.plan(request);
        assertThat(plan.figures().moves()).isOne();
        assertThat(plan.figures().deferredMoves()).isOne();
        assertThat(plan.stays()).singleElement().satisfies(stay -> {
            assertThat(stay.reason()).isEqualTo(Stay.Reason.OVER_LIMIT);
            assertThat(stay.fix()).isEqualTo("plan again after this one, or raise the limits");
        });
    }

    @Test
    void namesTheLimitThatAPartitionAloneExceeds() {
        var request =
                request(new int[] {0, 0}, SkewedLoads.equalShards(2), 10, 10).withLimits(Limits.NONE.withMaxBytes(9));
        assertThat(SkewedLoads.plan(request).stays())
                .singleElement()
                .satisfies(stay -> assertThat(stay.fix()).isEqualTo("raise that limit to at least 10"));
    }

    @Test
    void neverHoldsMoreThanAVolumeNotEvenOnTheWay() {
        // Shard 0 is drained onto shard 1, which has room for one partition at a time only as it gives to shard 2.
        var shards = List.of(
                SkewedLoads.shards(0).getFirst(),
                shard(1, 100).withByteCapacity(30),
                shard(2, 100).withByteCapacity(100));
        var plan = SkewedLoads.plan(request(new int[] {0, 1, 1, 1}, shards, 10, 10, 10, 10));
        assertThat(plan.after().stranded()).isZero();
        assertThat(plan.shards().get(1).bytesAfter()).isLessThanOrEqualTo(30);
    }

    @Test
    void aLimitedPlanBeginsWithWhatMakesRoomForTheRest() {
        // What is on shard 0, drained, fits on shard 1 only after something has left that.
        var shards = List.of(
                shard(0, 0), shard(1, 100).withByteCapacity(100), shard(2, 100).withByteCapacity(60));
        var loads = Loads.of(new long[] {0, 15, 16}, new long[] {50, 50, 50});
        int[] owners = {0, 1, 1};
        for (int plans = 0; plans < 2; plans++) {
            var plan = SkewedLoads.plan(LoadRequest.of(Ownership.of(owners), shards, loads)
                    .withTolerance(EXACT)
                    .withLimits(Limits.NONE.withMaxMoves(1)));
            assertThat(plan.moves()).as(plan.summary()).hasSize(1);
            owners = plan.target().toArray();
        }
        assertThat(owners[0]).isEqualTo(1);
    }

    @Test
    void ofAGroupToBeKeptApartThePinnedOneStays() {
        var shards = List.of(shard(0, 100).in("a"), shard(1, 100).in("b"));
        var plan = SkewedLoads.plan(LoadRequest.of(
                        Ownership.of(new int[] {0, 0}), shards, Loads.of(new long[] {10, 10}, new long[] {100, 10}))
                .withTolerance(EXACT)
                .withPinned(PartitionSet.of(1))
                .withSeparation(new Separation(Separation.Mode.KEEP_APART, List.of(PartitionSet.of(0, 1)))));
        assertThat(plan.moves()).extracting(Move::partition).containsExactly(0);
    }

    @Test
    void saysWhichShardsWaitForEachOthersRoom() {
        // Each has to give what the other has room for only afterwards: they keep apart what is in one zone.
        var shards = List.of(
                shard(0, 100).withByteCapacity(20).in("a"),
                shard(1, 100).withByteCapacity(20).in("b"));
        var apart = new Separation(Separation.Mode.KEEP_APART, List.of(PartitionSet.of(0, 1), PartitionSet.of(2, 3)));
        var plan = SkewedLoads.plan(
                request(new int[] {0, 0, 1, 1}, shards, 10, 10, 10, 10).withSeparation(apart));
        assertThat(plan.stays())
                .isNotEmpty()
                .allMatch(stay -> stay.reason() == Stay.Reason.NO_ROOM_ON_THE_WAY
                        || stay.reason() == Stay.Reason.NO_ROOM
                        || stay.reason() == Stay.Reason.SEPARATION);
        assertThat(plan.moves()).isEmpty();
    }

    @Test
    void keepsAGroupApartWhereToldToAndSpreadsItWhereItMovesAnyway() {
        var shards = List.of(
                shard(0, 100).in("a"),
                shard(1, 100).in("a"),
                shard(2, 100).in("b"),
                shard(3, 100).in("b"));
        var groups = List.of(PartitionSet.of(0, 1));
        int[] together = {0, 1, 2, 3};
        var apart = SkewedLoads.plan(request(together, shards, 10, 10, 10, 10)
                .withSeparation(new Separation(Separation.Mode.KEEP_APART, groups)));
        assertThat(zone(apart, 0)).isNotEqualTo(zone(apart, 1));
        var spread = SkewedLoads.plan(request(together, shards, 10, 10, 10, 10)
                .withSeparation(new Separation(Separation.Mode.SPREAD, groups)));
        assertThat(spread.isEmpty()).as("nothing moves for this alone").isTrue();
        var first = SkewedLoads.plan(request(new int[] {-1, -1, -1, -1}, shards, 10, 10, 10, 10)
                .withSeparation(new Separation(Separation.Mode.SPREAD, groups)));
        assertThat(zone(first, 0)).isNotEqualTo(zone(first, 1));
    }

    private static String zone(LoadPlan plan, int partition) {
        return plan.target().owner(partition).orElseThrow().ordinal() < 2 ? "a" : "b";
    }

    @Test
    void refusesWhatCanNotBeMetWithTheEditThatWouldClearIt() {
        var one = List.of(shard(0, 100).in("a"), shard(1, 100).in("a"));
        var apart = new Separation(Separation.Mode.KEEP_APART, List.of(PartitionSet.of(0, 1)));
        assertThat(refusal(request(new int[] {0, 1}, one, 10, 10).withSeparation(apart)))
                .isEqualTo(RefusalReason.TOO_FEW_DOMAINS);
        var small = List.of(shard(0, 100).withByteCapacity(5), shard(1, 100).withByteCapacity(5));
        assertThat(refusal(request(new int[] {0, 1}, small, 10, 10))).isEqualTo(RefusalReason.NO_ROOM);
        assertThat(refusal(request(new int[] {0, 0}, SkewedLoads.shards(0, 0), 1, 1)))
                .isEqualTo(RefusalReason.NO_WEIGHT);
        assertThat(refusal(request(new int[] {0, 0}, List.of(), 1, 1))).isEqualTo(RefusalReason.NO_SHARDS);
    }

    private static RefusalReason refusal(LoadRequest request) {
        return switch (LoadPlanner.plan(request)) {
            case LoadResult.Impossible(var refused) -> {
                assertThat(refused.fix()).isNotBlank();
                yield refused.reason();
            }
            case LoadResult.Planned planned ->
                throw new AssertionError(planned.plan().summary());
        };
    }

    @Test
    void movesNothingThatIsPinned() {
        var request = request(new int[] {0, 0, 0, 0}, SkewedLoads.equalShards(2), 10, 10, 10, 10)
                .withPinned(PartitionSet.of(2, 3));
        assertThat(SkewedLoads.plan(request).moves())
                .extracting(Move::partition)
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void dealsOutPartitionsWithoutALoadBySize() {
        int[] nobodys = new int[12];
        Arrays.fill(nobodys, -1);
        var plan = SkewedLoads.plan(LoadRequest.of(
                Ownership.of(nobodys), SkewedLoads.equalShards(3), Loads.of(new long[12], evenly(12, 7))));
        assertThat(plan.target().counts().values()).containsOnly(4);
    }

    private static LoadShard shard(int ordinal, long weight) {
        return new LoadShard(new ShardId(ordinal), weight, java.util.OptionalLong.empty(), "");
    }

    private static long[] evenly(int partitions, long load) {
        return LongStream.generate(() -> load).limit(partitions).toArray();
    }

    /** Loads that are bytes too. */
    private static LoadRequest request(int[] owners, List<LoadShard> shards, long... loads) {
        return LoadRequest.of(Ownership.of(owners), shards, Loads.of(loads, loads))
                .withTolerance(EXACT);
    }
}
