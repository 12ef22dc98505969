package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.sample.server.state.wire.MalformedException;
import io.shardwright.sample.server.state.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class CommandCodecTest {
    private static final MoveOrder ORDER = new MoveOrder("m-1", 0, 1, "0-3,7", MoveOrder.Intent.RUN);

    static Stream<Command> everyKind() {
        return everyKind(new Random(1));
    }

    private static Stream<Command> everyKind(Random random) {
        var version = new Version(1 + random.nextInt(1 << 20), random.nextLong(1L << 60));
        var entries = List.of(
                new CopiedEntry(bytes(random, 1, 40), version, bytes(random, 0, 300)),
                new CopiedEntry(bytes(random, 1, 40), version, null));
        var scan = new CopyPage(
                entries, new CopyCursor.Scan(bytes(random, 0, 30)), 3, random.nextLong(1L << 40), false, 9);
        var changes = new CopyPage(List.of(), new CopyCursor.Changes(random.nextLong(1L << 60)), 3, 7, true, 0);
        return Stream.of(
                new Command.Batch(List.of()),
                new Command.Batch(List.of(
                        new Write.Put(bytes(random, 1, 99), bytes(random, 0, 999), Condition.none()),
                        new Write.Put(bytes(random, 1, 99), bytes(random, 0, 999), Condition.absent()),
                        new Write.Put(bytes(random, 1, 99), bytes(random, 0, 999), Condition.versionIs(version)),
                        new Write.Delete(bytes(random, 1, 99), Condition.none()),
                        new Write.Delete(bytes(random, 1, 99), Condition.versionIs(version)))),
                new Command.Init("0-15"),
                new Command.StartIn(ORDER, 1_700_000_000_000L),
                new Command.Chunk("m-1", 1 + random.nextInt(1 << 20), scan),
                new Command.Chunk("m-1", 2, changes),
                new Command.Prepared("m-1", 3, scan, 99, List.of(new EpochRanges(2, "0-3"), new EpochRanges(5, "7"))),
                new Command.Adopt("m-1"),
                new Command.AbortIn("m-1", "wäre ☂ gewesen"),
                new Command.GiveUp("m-1", "no answer"),
                new Command.Finish("m-1"),
                new Command.StartOut(ORDER, 5),
                new Command.Fence("m-1"),
                new Command.Decide(ORDER, true, 99, ""),
                new Command.Decide(ORDER, false, 0, "too late"),
                new Command.Adopted("m-1"),
                new Command.Drop("m-1"));
    }

    private static byte[] bytes(Random random, int atLeast, int atMost) {
        byte[] bytes = new byte[random.nextInt(atLeast, atMost + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void readsWhatItWrote(Command command) {
        assertThat(CommandCodec.decode(CommandCodec.encode(command)))
                .usingRecursiveComparison()
                .isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void refusesACommandThatIsCutShortAnywhere(Command command) {
        byte[] whole = CommandCodec.encode(command);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CommandCodec.decode(cut))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void refusesACommandWithSomethingBehindIt(Command command) {
        byte[] whole = CommandCodec.encode(command);
        assertThatThrownBy(() -> CommandCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void refusesAnotherFormatAndUnknownKinds() {
        assertThatThrownBy(() -> CommandCodec.decode(new byte[] {2, 2, 0}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("format 2");
        assertThatThrownBy(() -> CommandCodec.decode(new byte[] {1, 99}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("kind 99");
    }

    @Test
    void readsAPreparedWithoutItsPageFromALogOfEarlier() {
        byte[] bytes = new WireWriter(16)
                .octet(1)
                .octet(5)
                .text("m-1")
                .number(99)
                .number(0)
                .toBytes();
        assertThat(CommandCodec.decode(bytes))
                .usingRecursiveComparison()
                .isEqualTo(new Command.Prepared("m-1", 0, CopyPage.none(), 99, List.of()));
    }

    @Test
    void damagedBytesAreACommandOrAreRefusedButNeverAnythingElse() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            for (Command command : everyKind(random).toList()) {
                byte[] bytes = CommandCodec.encode(command);
                IntStream.rangeClosed(0, random.nextInt(3))
                        .forEach(i -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256));
                Throwable thrown = catchThrowable(() -> CommandCodec.decode(bytes));
                assertThat(thrown)
                        .as("seed %d", seed)
                        .satisfiesAnyOf(
                                t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(MalformedException.class));
            }
        }
    }

    @Test
    void theLargestWriteFitsIntoTheLargestCommand() {
        var put = new Write.Put(
                new byte[Limits.MAX_KEY_BYTES],
                new byte[Limits.MAX_VALUE_BYTES],
                Condition.versionIs(new Version(Long.MAX_VALUE, Long.MAX_VALUE)));
        byte[] bytes = CommandCodec.encode(new Command.Batch(List.of(put)));
        assertThat(bytes.length)
                .isLessThanOrEqualTo(Limits.MAX_COMMAND_BYTES)
                .isLessThanOrEqualTo(CommandCodec.encodedBytes(put) + 16);
    }

    @Test
    void aCursorSurvivesItsText() {
        for (CopyCursor cursor : new ArrayList<CopyCursor>(
                List.of(CopyCursor.start(), new CopyCursor.Scan(new byte[] {0, -1, 63}), new CopyCursor.Changes(77)))) {
            assertThat(CopyCursor.parse(cursor.text()))
                    .usingRecursiveComparison()
                    .isEqualTo(cursor);
        }
        assertThatThrownBy(() -> CopyCursor.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CopyCursor.parse("x1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void versionsCompareByEpochFirst() {
        assertThat(new Version(2, 1)).isGreaterThan(new Version(1, 1000));
        assertThat(new Version(2, 2)).isGreaterThan(new Version(2, 1));
        assertThat(Version.parse(new Version(3, 4).text())).isEqualTo(new Version(3, 4));
        assertThatThrownBy(() -> Version.parse("34")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Version.parse("0.4")).isInstanceOf(IllegalArgumentException.class);
    }
}
