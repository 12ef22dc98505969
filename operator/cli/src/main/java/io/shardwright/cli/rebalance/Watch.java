package io.shardwright.cli.rebalance;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.situation.SituationException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows Rebalances to their end: with bars that are drawn anew on a terminal, elsewhere with a line for each change. A
 * cluster that doesn't answer for a moment is asked again.
 */
public final class Watch {
    static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_FAILURES = 10;
    /** What a terminal takes for "one line up" and "clear to the end of the line": ECMA-48, CUU and EL. */
    private static final String LINE_UP = "\u001b[1A";

    private static final String CLEAR_LINE = "\u001b[K";

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

    private void show(List<KnownRebalance> rebalances) {
        if (terminal) {
            out.print(LINE_UP.repeat(linesDrawn));
            rebalances.forEach(rebalance -> out.print(RebalanceText.bar(rebalance) + CLEAR_LINE + "\n"));
            linesDrawn = rebalances.size();
        }
        for (var rebalance : rebalances) {
            String line = RebalanceText.progress(rebalance);
            if (!line.equals(shown.put(rebalance.name(), line)) && !terminal) {
                out.println(line);
            }
        }
        out.flush();
    }
}
