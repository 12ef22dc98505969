package io.shardwright.router.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.OwnershipMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewStoreTest {
    private final ViewStore store = new ViewStore("uid", 16);
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeEach
    void count() {
        store.onChange(changes::incrementAndGet);
    }

    private static OwnershipMap map(String uid, long epoch, int partitions, String... ranges) {
        var shards = new java.util.ArrayList<OwnershipMap.ShardRanges>();
        for (String owned : ranges) {
            shards.add(new OwnershipMap.ShardRanges(shards.size(), owned));
        }
        return new OwnershipMap(uid, epoch, partitions, shards, List.of());
    }

    @Test
    void keepsTheMapOfTheHighestEpochWhateverBroughtIt() {
        assertThat(store.offerMap(map("uid", 2, 16, "0-15"), Origin.CACHE)).isTrue();
        assertThat(store.offerMap(map("uid", 1, 16, "0-15"), Origin.API_SERVER)).isFalse();
        assertThat(store.offerMap(map("uid", 3, 16, "0-15"), Origin.SHARD)).isTrue();
        assertThat(store.view().epoch()).isEqualTo(3);
        assertThat(store.mapOrigin()).isEqualTo(Origin.SHARD);
        assertThat(changes).hasValue(2);
    }

    @Test
    void countsAMapAsTheApiServersOnceThatHasItToo() {
        store.offerMap(map("uid", 3, 16, "0-15"), Origin.SHARD);
        store.offerMap(map("uid", 3, 16, "0-15"), Origin.API_SERVER);
        assertThat(store.mapOrigin()).isEqualTo(Origin.API_SERVER);
        assertThat(changes).hasValue(1);
    }

    @Test
    void ignoresMapsOfAnotherShardSetOrSizeAndMapsThatContradictThemselves() {
        assertThat(store.offerMap(map("other", 9, 16, "0-15"), Origin.SHARD)).isFalse();
        assertThat(store.offerMap(map("uid", 9, 32, "0-15"), Origin.SHARD)).isFalse();
        assertThat(store.offerMap(map("uid", 9, 16, "0-15", "3"), Origin.SHARD)).isFalse();
        assertThat(store.offerMap(map("uid", 9, 16, "0-16"), Origin.SHARD)).isFalse();
        assertThat(store.view().map()).isNull();
        assertThat(changes).hasValue(0);
    }

    @Test
    void tellsOfChangesOnly() {
        var leaders = new AtomicInteger();
        store.onLeaderChange(leaders::incrementAndGet);
        var pods = new TreeMap<>(
                Map.of(0, List.of(new Endpoint("b", "1", true, false), new Endpoint("a", "2", true, false))));
        store.replaceEndpoints(pods);
        store.replaceEndpoints(pods);
        store.reportLeader(0, "a");
        store.reportLeader(0, "a");
        store.reportLeader(1, null);
        assertThat(changes).hasValue(2);
        assertThat(leaders).hasValue(1);
        assertThat(store.view().endpointsOf(0)).extracting(Endpoint::pod).containsExactly("a", "b");
        store.reportLeader(0, null);
        assertThat(store.view().leaders()).isEmpty();
    }

    @Test
    void takesOverWhatWasCached() {
        store.replaceEndpoints(new TreeMap<>(Map.of(0, List.of(new Endpoint("a", "1", true, false)))));
        store.reportLeader(0, "a");
        store.offerMap(map("uid", 3, 16, "0-15"), Origin.API_SERVER);
        var next = new ViewStore("uid", 16);
        next.restore(store.view());
        assertThat(next.view()).isEqualTo(store.view());
        assertThat(next.mapOrigin()).isEqualTo(Origin.CACHE);
    }
}
