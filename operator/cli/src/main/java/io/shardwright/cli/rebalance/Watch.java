package io.shardwright.cli.rebalance;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.situation.SituationException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Follows Rebalances to their end: with bars that are drawn anew on a terminal, elsewhere with a line for each change. A
 * cluster that doesn't answer for a moment is asked again.
 */
public final class Watch {
    static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_FAILURES = 10;
    /** Narrowest terminal that is reckoned with, in characters. */
    private static final int WIDTH = 79;
    /** What a terminal takes for "one line up" and "clear to the end of the line, or of the screen": ECMA-48, CUU, EL, ED. */
    private static final String LINE_UP = "\u001b[1A";

    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final boolean terminal;
    private final Duration pause;
    private final Map<String, String> shown = new HashMap<>();
    private int linesDrawn;

    /** @param pause between two looks */
    public Watch(PrintWriter out, boolean terminal, Duration pause) {
        this.out = out;
        this.terminal = terminal;
        this.pause = pause;
    }

    /** What to follow: asked again and again. */
    public interface Source {
        List<KnownRebalance> look() throws InputException, SituationException;
    }

    /** Whether that is the end. */
    public interface End {
        boolean isReached(List<KnownRebalance> rebalances);
    }

    /** Follows until the end; gives what was seen last. */
    public List<KnownRebalance> follow(Source source, End end)
            throws InputException, SituationException, InterruptedException {
        int failures = 0;
        while (true) {
            try {
                var now = source.look();
                failures = 0;
                show(now);
                if (end.isReached(now)) {
                    return now;
                }
            } catch (SituationException e) {
                failures++;
                if (shown.isEmpty() || failures >= MOST_FAILURES) {
                    throw e;
                }
            }
            Thread.sleep(pause);
        }
    }

    /** A bar, and below it what it waits for: in one line, for lines that wrap can't be drawn anew. */
    private static Stream<String> drawn(KnownRebalance rebalance) {
        var waits = RebalanceText.waits(rebalance).map(text -> "  " + text);
        return Stream.concat(
                Stream.of(RebalanceText.bar(rebalance)),
                waits.map(text -> text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…").stream());
    }

    private void show(List<KnownRebalance> rebalances) {
        if (terminal) {
            out.print(LINE_UP.repeat(linesDrawn));
            var lines = rebalances.stream().flatMap(Watch::drawn).toList();
            lines.forEach(line -> out.print(line + CLEAR_LINE + "\n"));
            out.print(CLEAR_BELOW);
            linesDrawn = lines.size();
        }
        for (var rebalance : rebalances) {
            String line = RebalanceText.progress(rebalance)
                    + RebalanceText.waits(rebalance).map("; "::concat).orElse("");
            if (!line.equals(shown.put(rebalance.name(), line)) && !terminal) {
                out.println(line);
            }
        }
        out.flush();
    }
}
