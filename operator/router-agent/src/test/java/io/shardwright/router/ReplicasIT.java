package io.shardwright.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.KeySource;
import io.shardwright.router.rig.HttpMessage;
import io.shardwright.router.rig.Load;
import io.shardwright.router.rig.Maps;
import io.shardwright.router.rig.Pod;
import io.shardwright.router.rig.Router;
import io.shardwright.router.rig.Shards;
import io.shardwright.router.view.Endpoint;
import io.shardwright.router.view.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Within a shard requests go to the leader, and to the others when it isn't there. */
class ReplicasIT {
    private static final int PARTITIONS = 16;

    private final List<Pod> pods = new ArrayList<>();
    private Shards shards;
    private Router router;

    @BeforeEach
    void start() throws Exception {
        shards = new Shards(PARTITIONS, new KeySource.Path(2));
        for (int replica = 0; replica < 3; replica++) {
            pods.add(shards.add(0, replica));
        }
        shards.lead(0, "store-0-0");
        router = Router.of(shards);
        router.store().replaceEndpoints(shards.endpoints());
        router.store().offerMap(Maps.of(1, PARTITIONS, p -> 0), Origin.API_SERVER);
        router.askShards();
        router.awaitReady();
        Awaitility.await()
                .until(() -> "store-0-0".equals(router.store().view().leaders().get(0)));
        awaitAllUp();
    }

    private void awaitAllUp() {
        Awaitility.await().until(() -> router.readiness().state().serversUp() == pods.size());
    }

    @AfterEach
    void stop() throws Exception {
        router.close();
        shards.close();
    }

    private static @Nullable String verdict(HttpMessage message) {
        return message.status() == 200 ? null : message.firstLine() + " " + message.body();
    }

    @Test
    void sendsNearlyAllRequestsToTheLeader() throws Exception {
        try (var client = router.client()) {
            for (int i = 0; i < 1_032; i++) {
                assertThat(client.get("/kv/" + i).status()).isEqualTo(200);
            }
        }
        assertThat(pods.get(0).requests()).isGreaterThan(1_010);
    }

    @Test
    void followsANewLeaderWithinMilliseconds() throws Exception {
        var waits = new ArrayList<Long>();
        try (var client = router.client()) {
            for (int turn = 1; turn <= 10; turn++) {
                Pod leader = pods.get(turn % 3);
                int before = leader.requests();
                long start = System.nanoTime();
                shards.lead(0, leader.name());
                int streak = 0;
                while (streak < 3) {
                    streak = Pod.Answer.of(client.get("/kv/a")).pod().equals(leader.name()) ? streak + 1 : 0;
                    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
                }
                waits.add((System.nanoTime() - start) / 1_000);
                assertThat(leader.requests()).isGreaterThan(before);
                Thread.sleep(30);
            }
        }
        waits.sort(null);
        System.out.println("from a new leader to its third request in a row, in microseconds: " + waits);
        assertThat(waits.get(5)).as("median, microseconds").isLessThan(100_000);
        assertThat(router.metrics().scrape()).contains("shardwright_router_leader_changes_total 11.0");
    }

    @Test
    void addsAndRemovesReplicasUnderLoadWithoutAnError() throws Exception {
        try (var load = new Load(router, 6, ReplicasIT::verdict)) {
            for (int replica = 3; replica < 9; replica++) {
                pods.add(shards.add(0, replica));
                router.store().replaceEndpoints(shards.endpoints());
                shards.lead(0, "store-0-" + replica);
                Thread.sleep(60);
                shards.unlist("store-0-" + (replica - 3));
                router.store().replaceEndpoints(shards.endpoints());
                Thread.sleep(60);
            }
            assertThat(load.answers()).isGreaterThan(100);
            assertThat(load.failures()).isEmpty();
        }
        Awaitility.await("the servers are deleted")
                .untilAsserted(() -> assertThat(router.metrics().scrape())
                        .contains("shardwright_router_servers{state=\"up\"} 3.0")
                        .contains("shardwright_router_servers{state=\"down\"} 0.0"));
    }

    @Test
    void triesAnotherReplicaWhereTheLeaderCanNotBeReached() throws Exception {
        pods.get(0).close();
        try (var load = new Load(router, 4, ReplicasIT::verdict)) {
            Thread.sleep(2_500);
            assertThat(load.answers()).isGreaterThan(100);
            assertThat(load.failures()).isEmpty();
        }
        Awaitility.await().until(() -> router.readiness().state().serversDown() == 1);
        pods.get(0).start();
        Awaitility.await().until(() -> router.readiness().state().serversUp() == 3);
    }

    @Test
    void repeatsReadsButNeverWritesThatAReplicaMayHaveSeen() throws Exception {
        pods.get(0).mute(true);
        try (var client = router.client()) {
            assertThat(client.get("/kv/a").status()).isEqualTo(200);
            int before = requests();
            int status = statusOfAWriteToTheLeader(client);
            assertThat(status).isEqualTo(502);
            assertThat(requests() - before).isEqualTo(1);
        }
        pods.get(0).mute(false);
        pods.get(0).status(503);
        try (var client = router.client()) {
            assertThat(client.get("/kv/a").status()).isEqualTo(200);
            assertThat(statusOfAWriteToTheLeader(client)).isEqualTo(503);
        }
    }

    /** Almost every request goes to the leader; the few that don't are answered 200. */
    private int statusOfAWriteToTheLeader(io.shardwright.router.rig.Client client) throws IOException {
        for (int i = 0; i < 3; i++) {
            int before = requests();
            int status = client.send("DELETE", "/kv/a").status();
            if (status != 200) {
                assertThat(requests() - before).as("tries").isEqualTo(1);
                return status;
            }
        }
        return 200;
    }

    private int requests() {
        return pods.stream().mapToInt(Pod::requests).sum();
    }

    @Test
    void answers503WithRetryAfterWhereNoReplicaCanBeReached() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        try (var client = router.client()) {
            HttpMessage answer = client.get("/kv/a");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(router.readiness().whyNotReady()).contains("no replica"));
        for (Pod pod : pods) {
            pod.start();
        }
    }

    @Test
    void doesTheRestWhereHaproxyRefusesOneServer() throws Exception {
        var listed = new TreeMap<>(shards.endpoints());
        listed.put(1, List.of(new Endpoint("no%name", "127.0.0.1", true, false)));
        router.store().replaceEndpoints(listed);
        router.store().offerMap(Maps.of(2, PARTITIONS, p -> 0), Origin.API_SERVER);
        router.awaitEpoch(2);
        assertThat(router.readiness().state().problem()).contains("add server s1/no%name");
        assertThat(router.readiness().whyNotReady()).isNull();
        router.store().replaceEndpoints(shards.endpoints());
        Awaitility.await().until(() -> router.readiness().state().problem() == null);
    }

    @Test
    void sendsNothingToANewReplicaBeforeItSaysThatItIsReady() throws Exception {
        Pod starting = shards.add(0, 3);
        pods.add(starting);
        starting.ready(false);
        shards.lead(0, starting.name());
        router.store().replaceEndpoints(shards.endpoints());
        try (var client = router.client()) {
            Awaitility.await().until(() -> {
                assertThat(client.get("/kv/a").status()).isEqualTo(200);
                return router.readiness().state().serversDown() == 1;
            });
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/kv/" + i).status()).isEqualTo(200);
            }
            assertThat(starting.requests()).isZero();

            starting.ready(true);
            Awaitility.await().until(() -> {
                assertThat(client.get("/kv/a").status()).isEqualTo(200);
                return starting.requests() > 0;
            });
        }
    }

    @Test
    void leavesOutReplicasThatSayTheyAreNotReady() throws Exception {
        pods.get(0).ready(false);
        Awaitility.await().until(() -> router.readiness().state().serversDown() == 1);
        int before = pods.get(0).requests();
        try (var client = router.client()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/kv/" + i).status()).isEqualTo(200);
            }
        }
        assertThat(pods.get(0).requests()).isEqualTo(before);
    }
}
