package io.shardwright.sample.server.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CopyLimitTest {
    private static final long LIMIT = 64 << 20;
    private static final Duration SLOW = Duration.ofMillis(100);

    private long now;
    private final RequestWaits requests = new RequestWaits(SLOW);
    private final CopyLimit limit = new CopyLimit(LIMIT, requests, () -> now);

    private void answer(int requestsInWindow, int slow) {
        for (int i = 0; i < requestsInWindow; i++) {
            requests.begun();
            requests.ended(i < slow ? SLOW.toNanos() : SLOW.toNanos() - 1);
        }
    }

    private void window(long copied) {
        limit.copied(copied);
        now += CopyLimit.WINDOW.toNanos();
        limit.untilDue();
    }

    @Test
    void staysAtTheLimitWhileAtMostOneRequestInTwentyIsSlow() {
        answer(40, 2);
        window(1 << 20);
        assertThat(limit.allowed()).isEqualTo(LIMIT);
        assertThat(limit.yields()).isNull();
    }

    @Test
    void halvesWhatWasReallyCopiedOnceMoreRequestsAreSlowAndSaysSo() {
        answer(40, 3);
        window(2 << 20); // within 0.2 s: 10 MiB/s
        assertThat(limit.allowed()).isEqualTo(5 << 20);
        assertThat(limit.yields())
                .isEqualTo("yields to requests: 3 of the last 40 waited 100 ms or longer for the log; "
                        + "copies at most 5.0 MiB/s");
    }

    @Test
    void neverFallsBelowItsFloorAndIsBackWithinFiveSecondsOfFastRequests() {
        for (int i = 0; i < 50; i++) {
            answer(10, 10);
            window(1 << 10);
        }
        assertThat(limit.allowed()).isEqualTo(CopyLimit.FLOOR);
        int windows = 0;
        while (limit.allowed() < LIMIT) {
            answer(10, 0);
            window(0);
            windows++;
        }
        assertThat(CopyLimit.WINDOW.multipliedBy(windows)).isLessThan(Duration.ofSeconds(5));
        assertThat(limit.yields()).isNull();
    }

    @Test
    void aLimitBelowTheFloorIsItsOwnFloor() {
        var small = new CopyLimit(1000, requests, () -> now);
        answer(10, 10);
        small.copied(1);
        now += CopyLimit.WINDOW.toNanos();
        small.untilDue();
        assertThat(small.allowed()).isEqualTo(1000);
    }

    @Test
    void requestsThatAreStillWaitingCountAsSlow() {
        requests.begun();
        window(4 << 20);
        assertThat(limit.allowed()).as("it began within the window").isEqualTo(LIMIT);
        window(4 << 20);
        assertThat(limit.allowed()).isLessThan(LIMIT);
    }

    @Test
    void whatHappenedLongBeforeTheCopyDoesNotCount() {
        answer(10, 10);
        now += Duration.ofMinutes(1).toNanos();
        limit.untilDue();
        assertThat(limit.allowed()).isEqualTo(LIMIT);
    }

    @Test
    void copiesTogetherKeepToWhatIsAllowed() {
        limit.copied(LIMIT / 8);
        limit.copied(LIMIT / 8);
        assertThat(limit.untilDue()).isEqualTo(Duration.ofMillis(250));
    }
}
