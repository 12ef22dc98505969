package io.shardwright.sample.server.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Requests are counted by a clock that the test moves. */
class RequestRatesTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-3 * SECOND);
    private final RequestRates rates = new RequestRates(4, now::get);

    private void count(int partition, int times) {
        for (int i = 0; i < times; i++) {
            rates.count(partition);
        }
    }

    @Test
    void averagesTheLastTenFullSeconds() {
        for (int second = 0; second < 10; second++) {
            count(1, 20);
            count(2, 5);
            now.addAndGet(SECOND);
        }
        assertThat(rates.of(1)).isEqualTo(20);
        assertThat(rates.of(2)).isEqualTo(5);
        assertThat(rates.of(3)).isZero();
        assertThat(rates.total()).isEqualTo(25);
    }

    @Test
    void leavesOutTheRunningSecond() {
        count(1, 100);
        assertThat(rates.of(1)).isZero();
        now.addAndGet(SECOND);
        assertThat(rates.of(1)).isEqualTo(10);
    }

    @Test
    void forgetsWhatIsOlderThoughNothingWasCountedSince() {
        count(1, 100);
        now.addAndGet(11 * SECOND);
        assertThat(rates.of(1)).isZero();
        now.addAndGet(SECOND);
        count(1, 10);
        now.addAndGet(SECOND);
        assertThat(rates.of(1)).isEqualTo(1);
    }
}
