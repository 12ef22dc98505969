package io.shardwright.router.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MetricsTable;
import io.shardwright.router.haproxy.HaproxyState;
import io.shardwright.router.view.ViewStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AgentMetricsTest {
    @Test
    @SuppressWarnings("ExplicitGc") // What the garbage collector takes is the point.
    void showsWhatIsTrueNowAlsoAfterAGarbageCollection() {
        var connected = new AtomicBoolean(true);
        var store = new ViewStore("uid", 16);
        var readiness = new Readiness(InstantSource.system());
        var metrics = new AgentMetrics(store, readiness, () -> connected.get());
        System.gc();
        readiness.turned(new HaproxyState(true, 7, 5, 1, 0, null));
        metrics.mapLoaded(Duration.ofMillis(3));
        metrics.reloaded();
        store.reportLeader(0, "a");
        assertThat(metrics.scrape())
                .contains("shardwright_router_api_connected 1.0")
                .contains("shardwright_router_map_epoch 7.0")
                .contains("shardwright_router_servers{state=\"up\"} 5.0")
                .contains("shardwright_router_servers{state=\"down\"} 1.0")
                .contains("shardwright_router_map_load_seconds_count 1")
                .contains("shardwright_router_reloads_total 1.0")
                .contains("shardwright_router_leader_changes_total 1.0")
                .contains("shardwright_router_haproxy_reachable 1.0");
        connected.set(false);
        assertThat(metrics.scrape()).contains("shardwright_router_api_connected 0.0");
    }

    @Test
    void documentsEachOfItsMetricsAndNoOther() throws Exception {
        var metrics = new AgentMetrics(new ViewStore("uid", 16), new Readiness(InstantSource.system()), () -> true);
        assertThat(MetricsTable.shown(metrics.scrape(), "shardwright_")).isEqualTo(MetricsTable.documented("Routers"));
    }
}
