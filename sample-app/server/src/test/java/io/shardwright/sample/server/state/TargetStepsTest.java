package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command in each phase of a move at its target: the table of {@link TargetSteps}. */
@NullUnmarked
class TargetStepsTest extends StepsFixture {
    private static CopyPage page(boolean level, long sourceIndex, CopiedEntry... entries) {
        return new CopyPage(List.of(entries), new CopyCursor.Changes(sourceIndex), 40, sourceIndex, level, 100);
    }

    private static CopiedEntry entry(long sequence) {
        return new CopiedEntry(KEY, new Version(1, sequence), new byte[] {(byte) sequence});
    }

    private void targetIn(String phase) {
        openShard(1, "10-15");
        bringTargetTo(phase, entry(9));
    }

    private void bringTargetTo(String phase, CopiedEntry... entries) {
        String id = order.id();
        List<Command> path = List.of(
                new Command.StartIn(order, 1),
                new Command.Chunk(id, 1, page(true, FENCE_INDEX, entries)),
                prepared(id, FENCE_INDEX, epochs()),
                new Command.Adopt(id),
                new Command.Finish(id));
        int steps = List.of("unknown", "EMPTY", "COPYING", "PREPARED", "ADOPTED", "DONE")
                .indexOf(phase.equals("ABORTED") ? "PREPARED" : phase);
        path.subList(0, steps).forEach(this::apply);
        if (phase.equals("ABORTED")) {
            apply(new Command.AbortIn(id, "why"));
        }
        assertThat(phaseNow()).isEqualTo(phase);
    }

    /** Without a page that counts. */
    private static Command prepared(String id, long fenceIndex, List<EpochRanges> epochs) {
        return new Command.Prepared(id, 0, CopyPage.none(), fenceIndex, epochs);
    }

    private List<EpochRanges> epochs() {
        return List.of(new EpochRanges(1, order.ranges()));
    }

    private Command targetCommand(String name) {
        String id = order.id();
        return switch (name) {
            case "StartIn" -> new Command.StartIn(order, 7);
            case "Chunk" -> new Command.Chunk(id, 2, page(true, FENCE_INDEX + 1));
            case "Prepared" -> prepared(id, FENCE_INDEX, epochs());
            case "Adopt" -> new Command.Adopt(id);
            case "AbortIn" -> new Command.AbortIn(id, "why");
            case "GiveUp" -> new Command.GiveUp(id, "why");
            case "Finish" -> new Command.Finish(id);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            phase,    StartIn,  Chunk,    Prepared, Adopt,   AbortIn, GiveUp,  Finish
            unknown,  COPYING,  refused,  refused,  refused, refused, refused, refused
            COPYING,  COPYING,  COPYING,  PREPARED, refused, ABORTED, ABORTED, refused
            PREPARED, PREPARED, PREPARED, PREPARED, ADOPTED, ABORTED, refused, refused
            ADOPTED,  ADOPTED,  ADOPTED,  ADOPTED,  ADOPTED, refused, refused, DONE
            DONE,     DONE,     DONE,     DONE,     DONE,    refused, refused, DONE
            ABORTED,  ABORTED,  ABORTED,  ABORTED,  refused, ABORTED, ABORTED, refused
            """, useHeadersInDisplayName = true)
    void theTargetFollowsItsTable(
            String phase,
            String startIn,
            String chunk,
            String prepared,
            String adopt,
            String abortIn,
            String giveUp,
            String finish) {
        List<String> commands = List.of("StartIn", "Chunk", "Prepared", "Adopt", "AbortIn", "GiveUp", "Finish");
        List<String> expected = List.of(startIn, chunk, prepared, adopt, abortIn, giveUp, finish);
        openShard(1, "10-15");
        for (int i = 0; i < commands.size(); i++) {
            order = order("m" + i, String.valueOf(i));
            bringTargetTo(phase);
            check(phase, commands.get(i), expected.get(i), apply(targetCommand(commands.get(i))));
        }
        remembersEverything();
    }

    @ParameterizedTest
    @CsvSource({
        "COPYING,  NotOwner, NotOwner",
        "PREPARED, NotOwner, NotOwner",
        "ADOPTED,  Found,    Applied",
        "DONE,     Found,    Applied",
        "ABORTED,  NotOwner, NotOwner"
    })
    void theTargetServesOnceItHasAdopted(String phase, String read, String write) {
        targetIn(phase);
        assertThat(store.get(KEY).getClass().getSimpleName()).isEqualTo(read);
        assertThat(put().getClass().getSimpleName()).isEqualTo(write);
        assertThat(store.load(3).keys()).isEqualTo(phase.equals("ABORTED") ? 0 : 1);
    }

    @Test
    void theTargetKeepsTheVersionsOfTheCopyAndGoesOnAtTheNextEpoch() {
        targetIn("ADOPTED");
        var found = (ReadResult.Found) store.get(KEY);
        assertThat(found.version()).isEqualTo(new Version(1, 9));
        assertThat(found.epoch()).isEqualTo(2);
        var applied = (Outcome.Applied) put();
        assertThat(applied.version()).isGreaterThan(found.version());
        assertThat(applied.version().epoch()).isEqualTo(2);
        assertThat(store.owned()).containsExactly(new EpochRanges(1, "10-15"), new EpochRanges(2, "2-4"));
    }

    @Test
    void chunksCountOnlyInTheirOrder() {
        targetIn("COPYING");
        apply(new Command.Chunk("m", 1, page(true, 60, entry(11))));
        assertThat(progress().keys()).isEqualTo(1);
        apply(new Command.Chunk("m", 3, page(true, 60, entry(11))));
        assertThat(progress().chunks()).isEqualTo(1);
        apply(new Command.Chunk("m", 2, page(false, 60, entry(8))));
        assertThat(progress().chunks()).isEqualTo(2);
        assertThat(progress().levelAt()).isEqualTo(FENCE_INDEX);
        apply(prepared("m", FENCE_INDEX, EPOCHS));
        apply(new Command.Adopt("m"));
        assertThat(((ReadResult.Found) store.get(KEY)).version()).isEqualTo(new Version(1, 9));
    }

    private CopyProgress progress() {
        return ((Move.Incoming) store.move("m")).progress();
    }

    @Test
    void aRemovalInTheCopyRemovesTheKey() {
        targetIn("COPYING");
        apply(new Command.Chunk("m", 2, page(true, 60, new CopiedEntry(KEY, new Version(1, 10), null))));
        assertThat(store.load(3)).isEqualTo(PartitionLoad.NONE);
    }

    @Test
    void refusesChunksOfAnotherOpeningAnOlderStateOrAForeignPartition() {
        targetIn("COPYING");
        var anotherOpening = new CopyPage(List.of(), new CopyCursor.Changes(0), 41, FENCE_INDEX + 1, true, 0);
        assertThat(apply(new Command.Chunk("m", 2, anotherOpening)).toString()).contains("opening");
        assertThat(apply(new Command.Chunk("m", 2, page(true, FENCE_INDEX - 1))).toString())
                .contains("follows one");
        var foreign = new CopiedEntry(keyOf(9), new Version(1, 10), new byte[0]);
        assertThat(apply(new Command.Chunk("m", 2, page(true, 60, foreign))).toString())
                .contains("partition 9");
        assertThat(progress().chunks()).isEqualTo(1);
    }

    @Test
    void isPreparedOnlyWithEverythingUpToTheFenceAndEveryEpoch() {
        targetIn("COPYING");
        assertThat(apply(prepared("m", FENCE_INDEX + 1, EPOCHS)).toString()).contains("the fence is at 51");
        assertThat(apply(prepared("m", 0, EPOCHS))).isInstanceOf(Outcome.Refused.class);
        assertThat(apply(prepared("m", FENCE_INDEX, List.of(new EpochRanges(1, "2-3"))))
                        .toString())
                .contains("don't cover");
        assertThat(phaseNow()).isEqualTo("COPYING");
    }

    @Test
    void takesTheLastPageWithTheStatementThatItIsTheLastOrNeither() {
        targetIn("COPYING");
        var last = page(true, 60, entry(11));
        assertThat(apply(new Command.Prepared("m", 2, last, 61, EPOCHS)).toString())
                .contains("the fence is at 61");
        assertThat(progress().chunks()).isEqualTo(1);
        var foreign = new CopiedEntry(keyOf(9), new Version(1, 10), new byte[0]);
        assertThat(apply(new Command.Prepared("m", 2, page(true, 60, foreign), 60, EPOCHS))
                        .toString())
                .contains("partition 9");
        assertThat(phaseNow()).isEqualTo("COPYING");
        apply(new Command.Prepared("m", 2, last, 60, EPOCHS));
        assertThat(phaseNow()).isEqualTo("PREPARED");
        assertThat(progress().chunks()).isEqualTo(2);
        assertThat(progress().levelAt()).isEqualTo(60);
        apply(new Command.Adopt("m"));
        assertThat(((ReadResult.Found) store.get(KEY)).version()).isEqualTo(new Version(1, 11));
        remembersEverything();
    }

    @Test
    void refusesASourceThatIsBehindTheEpochKnownHere() {
        openShard(0, "0-15");
        for (Command command : List.of(
                new Command.StartOut(order("out", "2-4"), 1),
                new Command.Fence("out"),
                new Command.Decide(order("out", "2-4"), true, 3, ""),
                new Command.Adopted("out"))) {
            apply(command);
        }
        var back = new MoveOrder("back", 1, 0, "2-4", MoveOrder.Intent.RUN);
        assertThat(apply(new Command.StartIn(back, 1)).toString()).contains("move out of the same partitions is still");
        apply(new Command.Drop("out"));
        assertThat(apply(new Command.StartIn(back, 1))).isInstanceOf(Outcome.MoveIs.class);
        assertThat(store.ownership(2)).isEqualTo(new Ownership.Incoming("back", 1, 2));
        apply(new Command.Chunk("back", 1, page(true, FENCE_INDEX)));
        assertThat(apply(prepared("back", FENCE_INDEX, EPOCHS)).toString()).contains("a higher one");
        apply(new Command.AbortIn("back", "why"));
        assertThat(store.ownership(2)).isEqualTo(new Ownership.MovedTo(1, 2, true));
    }

    @Test
    void refusesOrdersThatItCannotTake() {
        shard = 1;
        store = ShardStore.open(folder.resolve("db"), 1, PARTITIONS);
        assertThat(apply(new Command.StartIn(ORDER, 1)).toString()).contains("isn't founded yet");
        apply(new Command.Init("4"));
        assertThat(apply(new Command.StartIn(ORDER, 1)).toString()).contains("partition 4 is owned");
        assertThat(apply(new Command.StartIn(order("m", ""), 1)).toString()).contains("no partition");
        assertThat(apply(new Command.StartIn(new MoveOrder("m", 0, 2, "1", MoveOrder.Intent.RUN), 1))
                        .toString())
                .contains("goes to shard 2");
        apply(new Command.StartIn(order("first", "1-2"), 1));
        assertThat(apply(new Command.StartIn(order("second", "2-3"), 1)).toString())
                .contains("move first");
        assertThat(apply(new Command.StartIn(order("first", "1-3"), 1)).toString())
                .contains("known with other");
        assertThat(store.moves()).hasSize(1);
    }

    @Test
    void anAbortIsNotedUntilTheSourceDecidesAndEndsAnUnknownMoveAtOnce() {
        targetIn("PREPARED");
        apply(new Command.StartIn(ABORT, 1));
        assertThat(phaseNow()).isEqualTo("PREPARED");
        reopen();
        assertThat(store.move("m").order().intent()).isEqualTo(MoveOrder.Intent.ABORT);
        apply(new Command.StartIn(new MoveOrder("never", 0, 1, "5", MoveOrder.Intent.ABORT), 1));
        assertThat(store.move("never").phase()).isEqualTo(MovePhase.ABORTED);
        apply(new Command.StartIn(new MoveOrder("never", 0, 1, "5", MoveOrder.Intent.RUN), 1));
        assertThat(store.move("never").phase()).isEqualTo(MovePhase.ABORTED);
        assertThat(store.ownership(5)).isEqualTo(new Ownership.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-first", "z-last"})
    void theEndOfAnArrivalLeavesTheDepartureOfTheSamePartitionsAlone(String departure) {
        targetIn("ADOPTED");
        apply(new Command.StartOut(new MoveOrder(departure, 1, 2, "2-4", MoveOrder.Intent.RUN), 1));
        reopen();
        put();
        assertThat(store.copyPage(departure, new CopyCursor.Changes(0), 1_000).entries())
                .hasSize(1);
        apply(new Command.Fence(departure));
        reopen();
        assertThat(put()).isEqualTo(new Outcome.Fenced(departure));
        apply(new Command.Finish("m"));
        assertThat(put()).isEqualTo(new Outcome.Fenced(departure));
    }

    @Test
    void theEndOfAnArrivalDoesNotStopTheNotesOfADeparture() {
        targetIn("ADOPTED");
        apply(new Command.StartOut(new MoveOrder("out", 1, 2, "2-4", MoveOrder.Intent.RUN), 1));
        apply(new Command.Finish("m"));
        put();
        assertThat(store.copyPage("out", new CopyCursor.Changes(0), 1_000).entries())
                .hasSize(1);
    }

    @Test
    void remembersTheLastFinishedMovesOnly() {
        openShard(1, "");
        for (int i = 0; i < Limits.FINISHED_MOVES + 5; i++) {
            apply(new Command.StartIn(new MoveOrder("m" + i, 0, 1, "5", MoveOrder.Intent.ABORT), 1));
        }
        assertThat(store.moves()).hasSize(Limits.FINISHED_MOVES);
        assertThat(store.move("m4")).isNull();
        assertThat(store.move("m5")).isNotNull();
        reopen();
        assertThat(store.moves()).hasSize(Limits.FINISHED_MOVES);
    }
}
