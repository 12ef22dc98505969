package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command in each phase of a move at its source: the table of {@link SourceSteps}. */
@NullUnmarked
class SourceStepsTest extends StepsFixture {
    private void sourceIn(String phase) {
        openShard(0, "0-15");
        put();
        bringSourceTo(phase);
    }

    private void bringSourceTo(String phase) {
        String id = order.id();
        if (phase.equals("ABORTED")) {
            apply(new Command.StartOut(order, 1));
            apply(new Command.Decide(order, false, 0, "why"));
        }
        int steps = List.of("COPYING", "FENCED", "COMMITTED", "ADOPTED", "DONE").indexOf(phase) + 1;
        List<Supplier<Command>> path = List.of(
                () -> new Command.StartOut(order, 1),
                () -> new Command.Fence(id),
                () -> new Command.Decide(order, true, fenceIndex(), ""),
                () -> new Command.Adopted(id),
                () -> new Command.Drop(id));
        path.subList(0, steps).forEach(command -> apply(command.get()));
        assertThat(phaseNow()).isEqualTo(phase);
    }

    private long fenceIndex() {
        return store.move(order.id()) instanceof Move.Outgoing move ? move.fenceIndex() : 0;
    }

    private Command sourceCommand(String name) {
        return switch (name) {
            case "StartOut" -> new Command.StartOut(order, 7);
            case "Fence" -> new Command.Fence(order.id());
            case "Commit" -> new Command.Decide(order, true, fenceIndex(), "");
            case "CommitOther" -> new Command.Decide(order, true, fenceIndex() + 1, "");
            case "Abort" -> new Command.Decide(order, false, 0, "why");
            case "Adopted" -> new Command.Adopted(order.id());
            case "Drop" -> new Command.Drop(order.id());
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            phase,     StartOut,  Fence,     Commit,    CommitOther, Abort,     Adopted, Drop
            unknown,   COPYING,   refused,   ABORTED,   ABORTED,     ABORTED,   refused, refused
            COPYING,   COPYING,   FENCED,    refused,   refused,     ABORTED,   refused, refused
            FENCED,    FENCED,    FENCED,    COMMITTED, refused,     ABORTED,   refused, refused
            COMMITTED, COMMITTED, COMMITTED, COMMITTED, COMMITTED,   COMMITTED, ADOPTED, refused
            ADOPTED,   ADOPTED,   ADOPTED,   ADOPTED,   ADOPTED,     ADOPTED,   ADOPTED, DONE
            DONE,      DONE,      DONE,      DONE,      DONE,        DONE,      DONE,    DONE
            ABORTED,   ABORTED,   ABORTED,   ABORTED,   ABORTED,     ABORTED,   refused, refused
            """, useHeadersInDisplayName = true)
    void theSourceFollowsItsTable(
            String phase,
            String startOut,
            String fence,
            String commit,
            String commitOther,
            String abort,
            String adopted,
            String drop) {
        List<String> commands = List.of("StartOut", "Fence", "Commit", "CommitOther", "Abort", "Adopted", "Drop");
        List<String> expected = List.of(startOut, fence, commit, commitOther, abort, adopted, drop);
        openShard(0, "0-15");
        for (int i = 0; i < commands.size(); i++) {
            order = order("m" + i, String.valueOf(i));
            bringSourceTo(phase);
            check(phase, commands.get(i), expected.get(i), apply(sourceCommand(commands.get(i))));
        }
        remembersEverything();
    }

    @ParameterizedTest
    @CsvSource({
        "unknown,   Applied",
        "COPYING,   Applied",
        "FENCED,    Fenced",
        "COMMITTED, NotOwner",
        "ADOPTED,   NotOwner",
        "DONE,      NotOwner",
        "ABORTED,   Applied"
    })
    void theSourceTakesWritesUntilTheFenceAndAfterAnAbort(String phase, String outcome) {
        sourceIn(phase);
        assertThat(put().getClass().getSimpleName()).isEqualTo(outcome);
        reopen();
        assertThat(put().getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "COPYING,   Found",
        "FENCED,    Found",
        "COMMITTED, NotOwner[to=1; epoch=2; adopted=false]",
        "ADOPTED,   NotOwner[to=1; epoch=2; adopted=true]",
        "DONE,      NotOwner[to=1; epoch=2; adopted=true]",
        "ABORTED,   Found"
    })
    void theSourceServesReadsUntilItsDecision(String phase, String result) {
        sourceIn(phase);
        assertThat(store.get(KEY).toString().replace(",", ";")).startsWith(result);
        assertThat(store.load(3).keys()).isEqualTo(phase.equals("DONE") ? 0 : 1);
    }

    @Test
    void theSourceRefusesPartitionsThatItCannotGiveAndRemembersThat() {
        openShard(0, "0-3");
        apply(new Command.StartOut(ORDER, 1));
        assertThat(phaseNow()).isEqualTo("ABORTED");
        assertThat(store.move("m").why()).contains("partition 4").contains("isn't owned here");
        apply(new Command.StartOut(order("free", "0-1"), 1));
        apply(new Command.StartOut(order("again", "1-2"), 1));
        assertThat(store.move("free").phase()).isEqualTo(MovePhase.COPYING);
        assertThat(store.move("again").why()).contains("partition 1").contains("another move");
        assertThat(store.ownership(1)).isEqualTo(new Ownership.Owned(1));
        apply(new Command.Fence("free"));
        assertThat(store.ownership(1)).isEqualTo(new Ownership.Fenced(1, "free"));
        apply(new Command.StartOut(order("late", "1"), 1));
        assertThat(store.move("late").why()).contains("move free has fenced it");
        assertThat(store.ownership(1)).isEqualTo(new Ownership.Fenced(1, "free"));
    }

    @Test
    void theSourceRefusesForeignOrdersAndOtherContentUnderAKnownId() {
        openShard(0, "0-15");
        assertThat(apply(new Command.StartOut(new MoveOrder("x", 2, 0, "1", MoveOrder.Intent.RUN), 1)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(apply(new Command.Decide(new MoveOrder("x", 2, 0, "1", MoveOrder.Intent.RUN), false, 0, "")))
                .isInstanceOf(Outcome.Refused.class);
        apply(new Command.StartOut(ORDER, 1));
        assertThat(apply(new Command.StartOut(order("m", "2-5"), 1))).isInstanceOf(Outcome.Refused.class);
        assertThat(apply(new Command.Decide(order("m", "2-5"), false, 0, ""))).isInstanceOf(Outcome.Refused.class);
        assertThat(apply(new Command.StartOut(order("y", "15-16"), 1))).isInstanceOf(Outcome.Refused.class);
        assertThat(phaseNow()).isEqualTo("COPYING");
    }
}
