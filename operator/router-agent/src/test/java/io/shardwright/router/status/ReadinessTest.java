package io.shardwright.router.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.router.haproxy.HaproxyState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private Instant now = Instant.EPOCH;
    private final Readiness readiness = new Readiness(() -> now);

    private static HaproxyState found(long epoch, int up, int missing) {
        return new HaproxyState(true, epoch, up, 0, missing, null);
    }

    @Test
    void isStartedOnceTheFilesAreWritten() {
        assertThat(readiness.whyNotStarted()).isNotNull();
        readiness.filesWritten();
        assertThat(readiness.whyNotStarted()).isNull();
    }

    @Test
    void isReadyWithAMapAndAServerForEachOwner() {
        assertThat(readiness.whyNotReady()).contains("HAProxy doesn't answer");
        readiness.turned(found(0, 3, 0));
        assertThat(readiness.whyNotReady()).contains("no ownership map");
        readiness.turned(found(1, 0, 3));
        assertThat(readiness.whyNotReady()).contains("no replica");
        readiness.turned(found(1, 2, 1));
        assertThat(readiness.whyNotReady()).contains("1 shards that own partitions");
        readiness.turned(found(1, 3, 0));
        assertThat(readiness.whyNotReady()).isNull();
        readiness.turned(found(1, 2, 1));
        assertThat(readiness.whyNotReady()).isNull();
        readiness.turned(HaproxyState.unreachable("gone"));
        assertThat(readiness.whyNotReady()).contains("gone");
    }

    @Test
    void waitsFiveSecondsForAShardThatIsDownForEverybody() {
        readiness.turned(found(1, 0, 3));
        now = now.plusSeconds(60);
        readiness.turned(found(1, 2, 1));
        now = now.plusMillis(4_999);
        readiness.turned(found(1, 2, 1));
        assertThat(readiness.whyNotReady()).isNotNull();
        now = now.plusMillis(1);
        assertThat(readiness.whyNotReady()).isNull();
    }

    @Test
    void isLiveWhileTheLoopTurns() {
        readiness.turned(HaproxyState.unreachable("not started"));
        now = now.plusSeconds(30);
        assertThat(readiness.whyNotLive()).isNull();
        now = now.plusSeconds(1);
        assertThat(readiness.whyNotLive()).contains("31 s");
    }
}
