package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.state.CopiedEntry;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.wire.MalformedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class SourcePageCodecTest {
    static Stream<SourcePage> answers() {
        var entries = List.of(
                new CopiedEntry(new byte[] {1, 2}, new Version(3, 4), new byte[] {5}),
                new CopiedEntry(new byte[] {7}, new Version(3, 9), null));
        var epochs = List.of(new EpochRanges(1, "0-3"), new EpochRanges(2, "5"));
        return Stream.of(
                new SourcePage(new SourceView(null, 0, List.of(), ""), null),
                new SourcePage(new SourceView(MovePhase.ABORTED, 7, epochs, "zu spät"), null),
                new SourcePage(
                        new SourceView(MovePhase.FENCED, 7, epochs, ""),
                        new CopyPage(entries, new CopyCursor.Changes(99), 2, 1_000_000, true, 5)),
                new SourcePage(
                        new SourceView(MovePhase.COPYING, 0, epochs, ""),
                        new CopyPage(List.of(), new CopyCursor.Scan(new byte[] {0, -1}), 2, 8, false, 5)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsWhatItWrote(SourcePage answer) {
        assertThat(SourcePageCodec.decode(SourcePageCodec.encode(answer)))
                .usingRecursiveComparison()
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void refusesAnAnswerThatIsCutShortOrHasSomethingBehindIt(SourcePage answer) {
        byte[] whole = SourcePageCodec.encode(answer);
        for (int length = 0; length <= whole.length + 1; length++) {
            if (length != whole.length) {
                byte[] damaged = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> SourcePageCodec.decode(damaged)).isInstanceOf(MalformedException.class);
            }
        }
    }
}
