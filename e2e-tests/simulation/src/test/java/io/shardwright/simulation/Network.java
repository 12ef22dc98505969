package io.shardwright.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;

/** Messages between named parties: delayed, overtaken, some of them lost or repeated, none of them across a cut. */
final class Network {
    private final Timeline timeline;
    private final Random random;
    private final List<BiPredicate<String, String>> cuts = new ArrayList<>();
    private boolean faulty;

    Network(Timeline timeline, Random random) {
        this.timeline = timeline;
        this.random = random;
    }

    /** Whether messages may be lost, repeated or late. */
    void setFaulty(boolean faulty) {
        this.faulty = faulty;
    }

    /** Cuts what the predicate holds of, in either direction, for a time. */
    void cut(BiPredicate<String, String> between, long nanos) {
        cuts.add(between);
        timeline.after(nanos, () -> cuts.remove(between));
    }

    void healAll() {
        cuts.clear();
    }

    boolean reaches(String from, String to) {
        return cuts.stream().noneMatch(cut -> cut.test(from, to) || cut.test(to, from));
    }

    /** Sends a message that may be repeated on its way, because taking it twice must do no harm. */
    void sendRepeatable(String from, String to, Runnable deliver) {
        send(from, to, deliver);
        if (faulty && random.nextInt(100) < 3) {
            send(from, to, deliver);
        }
    }

    /** Sends a message that arrives once at most. */
    void send(String from, String to, Runnable deliver) {
        if (!reaches(from, to) || (faulty && random.nextInt(200) == 0)) {
            return;
        }
        long delay = 200_000L + random.nextInt(1_500_000);
        if (faulty && random.nextInt(100) < 3) {
            delay += random.nextInt(400) * Timeline.MILLI;
        }
        timeline.after(delay, () -> {
            if (reaches(from, to)) {
                deliver.run();
            }
        });
    }
}
