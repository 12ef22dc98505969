package io.shardwright.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.KeySource;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.router.rig.Client;
import io.shardwright.router.rig.HttpMessage;
import io.shardwright.router.rig.Load;
import io.shardwright.router.rig.Maps;
import io.shardwright.router.rig.Pod;
import io.shardwright.router.rig.Router;
import io.shardwright.router.rig.Shards;
import io.shardwright.router.view.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests follow the ownership map, whatever happens to it. */
class OwnershipIT {
    private static final int PARTITIONS = 4096;
    private static final int SHARDS = 3;

    private Shards shards;
    private Router router;

    @BeforeEach
    void start() throws Exception {
        shards = new Shards(PARTITIONS, new KeySource.Path(2));
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(shard, 0);
        }
        router = Router.of(shards);
    }

    @AfterEach
    void stop() throws Exception {
        router.close();
        shards.close();
    }

    /** The owner of a partition at an epoch of its own; it changes with each. */
    private static int owner(int partition, long partitionEpoch) {
        return (int) ((partition + partitionEpoch) % SHARDS);
    }

    private static @Nullable String verdict(HttpMessage message) {
        if (message.status() != 200) {
            return message.firstLine() + " " + message.body();
        }
        var answer = Pod.Answer.of(message);
        int owner = owner(answer.partition(), answer.epoch());
        return answer.shard() == owner ? null : "owner and epoch don't belong together: " + answer;
    }

    @Test
    void swapsTheWholeMapUnderLoadWithoutAnErrorOrAWrongOwner() throws Exception {
        publish(everyPartitionMoved(1));
        router.awaitReady();
        int answers;
        try (var load = new Load(router, 6, OwnershipIT::verdict)) {
            for (long epoch = 2; epoch <= 60; epoch++) {
                publish(everyPartitionMoved(epoch));
                Thread.sleep(50);
            }
            answers = load.answers();
            assertThat(load.failures()).isEmpty();
        }
        System.out.println("59 swaps of " + PARTITIONS + " partitions under " + answers + " requests");
        assertThat(answers).isGreaterThan(1_000);
        assertEveryPartitionIsAt(60);
    }

    @Test
    void changesAFewPartitionsUnderLoadWithoutAnErrorOrAWrongOwner() throws Exception {
        publish(fewPartitionsMoved(1));
        router.awaitReady();
        try (var load = new Load(router, 6, OwnershipIT::verdict)) {
            for (long epoch = 2; epoch <= 60; epoch++) {
                publish(fewPartitionsMoved(epoch));
                Thread.sleep(20);
            }
            assertThat(load.answers()).isGreaterThan(500);
            assertThat(load.failures()).isEmpty();
        }
        try (var client = router.client()) {
            for (int p = 0; p < PARTITIONS; p += 13) {
                long expected = p % 16 == 0 ? 60 : 1;
                assertThat(Pod.Answer.of(client.get("/kv?partition=" + p)).epoch())
                        .isEqualTo(expected);
            }
        }
    }

    private static OwnershipMap everyPartitionMoved(long epoch) {
        return Maps.of(epoch, PARTITIONS, p -> owner(p, epoch), p -> epoch);
    }

    private static OwnershipMap fewPartitionsMoved(long epoch) {
        return Maps.of(epoch, PARTITIONS, p -> owner(p, p % 16 == 0 ? epoch : 1), p -> p % 16 == 0 ? epoch : 1);
    }

    @Test
    void answers503WithRetryAfterWhileNoMapIsKnownAndForPartitionsThatNobodyOwns() throws Exception {
        router.store().replaceEndpoints(shards.endpoints());
        try (var client = router.client()) {
            HttpMessage early = client.get("/kv/a");
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.header("Retry-After")).isEqualTo("1");
            assertThat(router.readiness().whyNotReady()).contains("no ownership map");
            publish(Maps.of(1, PARTITIONS, p -> p < 10 ? -1 : 0));
            router.awaitReady();
            HttpMessage unowned = client.get("/kv?partition=9");
            assertThat(unowned.status()).isEqualTo(503);
            assertThat(unowned.header("Retry-After")).isEqualTo("1");
            assertThat(client.get("/kv?partition=10").status()).isEqualTo(200);
        }
    }

    @Test
    void keepsTheHighestEpochAndIgnoresForeignMaps() throws Exception {
        publish(everyPartitionMoved(5));
        router.store().offerMap(everyPartitionMoved(4), Origin.API_SERVER);
        var foreign = new OwnershipMap(
                "another-uid",
                9,
                PARTITIONS,
                everyPartitionMoved(9).shards(),
                everyPartitionMoved(9).moved());
        router.store().offerMap(foreign, Origin.SHARD);
        router.store().offerMap(Maps.of(9, 16, p -> 0), Origin.SHARD);
        Thread.sleep(100);
        router.awaitReady();
        assertEveryPartitionIsAt(5);
    }

    @Test
    void learnsMapsFromTheShardsWithoutAnApiServer() throws Exception {
        router.store().replaceEndpoints(shards.endpoints());
        router.askShards();
        shards.map(everyPartitionMoved(1));
        router.awaitEpoch(1);
        router.awaitReady();
        assertThat(router.metrics().scrape()).contains("shardwright_router_fallback 1.0");
        long start = System.nanoTime();
        shards.map(everyPartitionMoved(2));
        router.awaitEpoch(2);
        System.out.println("from a shard's new map to HAProxy: " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertEveryPartitionIsAt(2);
    }

    @Test
    void servesFromItsFilesAtOnceWhenTheAgentOrHaproxyStartsAnew() throws Exception {
        publish(everyPartitionMoved(3));
        router.awaitReady();
        try (var load = new Load(router, 4, OwnershipIT::verdict)) {
            router.stopAgent();
            Thread.sleep(300);
            router.startAgent();
            router.awaitReady();
            assertThat(load.failures()).isEmpty();
        }
        assertThat(router.readiness().state().loadedEpoch()).isEqualTo(3);
        router.stopAgent();
        router.restartHaproxy();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .untilAsserted(() -> assertEveryPartitionIsAt(3));
        router.startAgent();
        router.awaitReady();
        router.restartHaproxy();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .untilAsserted(() -> assertEveryPartitionIsAt(3));
        publish(everyPartitionMoved(4));
        assertEveryPartitionIsAt(4);
    }

    @Test
    void keepsWhatHaproxyHasWhenTheAgentComesBackKnowingNothing() throws Exception {
        publish(everyPartitionMoved(3));
        router.awaitReady();
        router.stopAgent();
        java.nio.file.Files.delete(router.settings().files().cache());
        router.startAgent();
        Awaitility.await().until(() -> router.readiness().state().reachable());
        assertEveryPartitionIsAt(3);
        router.restartHaproxy();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .untilAsserted(() -> assertEveryPartitionIsAt(3));
    }

    @Test
    void answersConnectionsThatWereIdleDuringAReload() throws Exception {
        publish(everyPartitionMoved(1));
        router.awaitReady();
        var idle = new ArrayList<Client>();
        for (int i = 0; i < 10; i++) {
            var client = router.client();
            assertThat(client.get("/kv/a").status()).isEqualTo(200);
            idle.add(client);
        }
        shards.add(70, 0);
        publish(Maps.of(2, PARTITIONS, p -> 70));
        assertThat(router.metrics().scrape()).contains("shardwright_router_reloads_total 1.0");
        Thread.sleep(200);
        for (Client client : idle) {
            assertThat(client.send("DELETE", "/kv/a").status()).isEqualTo(200);
            client.close();
        }
    }

    @Test
    void reloadsWithoutAnErrorWhenShardsOutgrowTheBackends() throws Exception {
        publish(everyPartitionMoved(1));
        router.awaitReady();
        try (var load = new Load(router, 6, message -> message.status() == 200 ? null : message.firstLine())) {
            for (int shard = SHARDS; shard < 70; shard++) {
                shards.add(shard, 0);
            }
            publish(Maps.of(2, PARTITIONS, p -> p % 70));
            Thread.sleep(1_500);
            publish(Maps.of(3, PARTITIONS, p -> p % 65));
            Thread.sleep(300);
            assertThat(load.failures()).isEmpty();
            System.out.println(
                    "a reload under " + load.answers() + " requests, the slowest " + load.slowestMillis() + " ms");
        }
        assertThat(router.metrics().scrape()).contains("shardwright_router_reloads_total 1.0");
        var seen = new TreeMap<Integer, Integer>();
        try (var client = router.client()) {
            for (int p = 0; p < 65; p++) {
                seen.merge(Pod.Answer.of(client.get("/kv?partition=" + p)).shard(), 1, Integer::sum);
            }
        }
        assertThat(seen).hasSize(65);
    }

    private void publish(OwnershipMap map) {
        router.store().replaceEndpoints(shards.endpoints());
        router.store().offerMap(map, Origin.API_SERVER);
        router.awaitEpoch(map.epoch());
    }

    private void assertEveryPartitionIsAt(long epoch) throws Exception {
        try (var client = router.client()) {
            for (int p = 0; p < PARTITIONS; p += 37) {
                HttpMessage message = client.get("/kv?partition=" + p);
                assertThat(message.status()).as(message.body()).isEqualTo(200);
                var answer = Pod.Answer.of(message);
                assertThat(answer.epoch()).as("partition %d", p).isEqualTo(epoch);
                assertThat(answer.shard()).as("partition %d", p).isEqualTo(owner(p, epoch));
            }
        }
    }
}
