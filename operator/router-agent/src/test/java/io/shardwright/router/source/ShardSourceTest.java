package io.shardwright.router.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.router.view.Endpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardSourceTest {
    private static final Endpoint LEADER = new Endpoint("a", "1", true, false);
    private static final Endpoint FOLLOWER = new Endpoint("b", "2", true, false);
    private static final Endpoint NOT_SERVING = new Endpoint("c", "3", false, false);
    private static final Endpoint LEAVING = new Endpoint("d", "4", true, true);

    @Test
    void asksAFollowerFirstBecauseItLivesToTellOfTheLeadersDeath() {
        var pods = List.of(LEADER, FOLLOWER, NOT_SERVING, LEAVING);
        assertThat(ShardSource.choose(pods, "a", 0)).isEqualTo(FOLLOWER);
        assertThat(ShardSource.choose(pods, "a", 1)).isEqualTo(FOLLOWER);
        assertThat(ShardSource.choose(pods, "a", 2)).isEqualTo(NOT_SERVING);
        assertThat(ShardSource.choose(List.of(LEADER, NOT_SERVING), "a", 0)).isEqualTo(LEADER);
        assertThat(ShardSource.choose(List.of(NOT_SERVING), null, 0)).isEqualTo(NOT_SERVING);
        assertThat(ShardSource.choose(List.of(), "a", 0)).isNull();
    }

    @Test
    void waitsLongerTheMoreShardsThereAre() {
        assertThat(ShardSource.wait(3)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ShardSource.wait(100)).isEqualTo(Duration.ofSeconds(15));
        assertThat(ShardSource.wait(1_000)).isEqualTo(Duration.ofSeconds(60));
    }
}
