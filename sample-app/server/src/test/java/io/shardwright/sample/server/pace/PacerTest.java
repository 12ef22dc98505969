package io.shardwright.sample.server.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long RATE = 4 << 20;
    private static final int PAGE = 256 << 10;

    private long now = -5_000_000_000L;
    private final Pacer pacer = new Pacer(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Bytes per second of a long copy whose answers and sleeps take these times. */
    private double rateOfALongCopy(Duration answer, Duration oversleep) {
        long start = now;
        long bytes = 0;
        while (bytes < 64 << 20) {
            Duration due = pacer.untilDue();
            if (due.isPositive()) {
                pass(due.plus(oversleep));
            }
            pass(answer);
            pacer.sent(PAGE, RATE);
            bytes += PAGE;
        }
        return bytes / ((now - start) / 1e9);
    }

    @Test
    void holdsALongCopyToItsRateWithinTenPercentThoughAnswersAndSleepsTakeTheirTime() {
        assertThat(rateOfALongCopy(Duration.ZERO, Duration.ZERO)).isBetween(RATE * 0.9, RATE * 1.1);
        assertThat(rateOfALongCopy(Duration.ofMillis(30), Duration.ofMillis(15)))
                .isBetween(RATE * 0.9, RATE * 1.1);
    }

    @Test
    void makesUpForAPauseForAQuarterOfASecondAtMost() {
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            pass(Duration.ofMillis(random.nextInt(5_000)));
            long at = now;
            long bytes = 0;
            while (now - at < TimeUnit.SECONDS.toNanos(1)) {
                pass(pacer.untilDue());
                pacer.sent(PAGE, RATE);
                bytes += PAGE;
            }
            assertThat(bytes).isLessThanOrEqualTo(RATE + RATE / 4 + 2 * PAGE);
        }
    }

    @Test
    void followsANewRateFromTheNextPageOn() {
        pacer.sent(PAGE, RATE);
        pass(pacer.untilDue());
        pacer.sent(PAGE, RATE / 4);
        assertThat(pacer.untilDue()).isEqualTo(Duration.ofMillis(250));
    }
}
