package io.shardwright.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.router.view.Endpoint;
import io.shardwright.router.view.RouterView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final OwnershipMap MAP = new OwnershipMap(
            "uid",
            7,
            16,
            List.of(new OwnershipMap.ShardRanges(0, "0-7"), new OwnershipMap.ShardRanges(3, "8-14")),
            List.of(new EpochRanges(5, "2,8")));

    private static Endpoint stays(String pod) {
        return new Endpoint(pod, "10.0.0.1", true, false);
    }

    private static Endpoint leaves(String pod) {
        return new Endpoint(pod, "10.0.0.1", true, true);
    }

    private static List<Integer> weights(@Nullable String leader, Endpoint... endpoints) {
        return Target.serversOf(0, List.of(endpoints), leader).stream()
                .map(ServerSpec::weight)
                .toList();
    }

    @Test
    void givesTheLeaderNearlyAllRequestsAndEveryReplicaTheSameWithoutOne() {
        assertThat(weights("b", stays("a"), stays("b"), stays("c"))).containsExactly(1, 256, 1);
        assertThat(weights(null, stays("a"), stays("b"))).containsExactly(256, 256);
        assertThat(weights("gone", stays("a"), stays("b"))).containsExactly(256, 256);
    }

    @Test
    void givesPodsThatGoAwayNothingNewUnlessNoOtherIsLeft() {
        assertThat(weights("a", leaves("a"), stays("b"), stays("c"))).containsExactly(0, 256, 256);
        assertThat(weights("b", leaves("a"), stays("b"))).containsExactly(0, 256);
        assertThat(weights("a", leaves("a"), leaves("b"))).containsExactly(256, 1);
    }

    @Test
    void namesServersByPodAndAddressSoThatAPodMadeAnewIsAnother() {
        var v4 = ServerSpec.of(2, new Endpoint("store-2-0", "10.1.2.3", true, false), 1);
        var v6 = ServerSpec.of(2, new Endpoint("store-2-0", "fd00::1", false, false), 1);
        assertThat(v4.name()).isEqualTo("store-2-0_10.1.2.3");
        assertThat(v6.name()).isEqualTo("store-2-0_fd00--1");
    }

    @Test
    void putsOwnerAndEpochIntoOneValueForEveryPartition() {
        Target target = Target.of(RouterView.EMPTY.withMap(MAP), 16, null);
        assertThat(target.entries().value(0)).isEqualTo("s0|1");
        assertThat(target.entries().value(2)).isEqualTo("s0|5");
        assertThat(target.entries().value(8)).isEqualTo("s3|5");
        assertThat(target.entries().value(15)).isEqualTo("none|0");
        assertThat(target.owners()).containsExactly(0, 3);
        assertThat(target.shards()).isEqualTo(4);
        assertThat(target.knowsOwners()).isTrue();
        assertThat(target.knowsServers()).isFalse();
    }

    @Test
    void keepsTheEntriesWhileTheMapStaysTheSame() {
        Target before = Target.of(RouterView.EMPTY.withMap(MAP), 16, null);
        var pods = new TreeMap<>(Map.of(9, List.of(stays("store-9-0"))));
        Target after = Target.of(RouterView.EMPTY.withMap(MAP).withEndpoints(pods), 16, before);
        assertThat(after.entries()).isSameAs(before.entries());
        assertThat(after.shards()).isEqualTo(10);
        assertThat(after.servers()).containsOnlyKeys("store-9-0_10.0.0.1");
    }

    @Test
    void cutsTheEntriesIntoChunksBetweenLines() {
        var entries = Target.of(RouterView.EMPTY.withMap(MAP), 16, null).entries();
        var chunks = entries.chunks(30);
        assertThat(chunks).allMatch(chunk -> chunk.length() <= 30 && chunk.endsWith("\n"));
        assertThat(String.join("", chunks).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo(entries.file());
    }

    @Test
    void findsTheChangedPartitions() {
        var before = Target.of(RouterView.EMPTY.withMap(MAP), 16, null).entries();
        var moved =
                new OwnershipMap("uid", 8, 16, MAP.shards(), List.of(new EpochRanges(5, "2"), new EpochRanges(6, "8")));
        var after = Target.of(RouterView.EMPTY.withMap(moved), 16, null).entries();
        assertThat(after.changedSince(before)).containsExactly(8);
        assertThat(before.changedSince(before)).isEmpty();
    }
}
