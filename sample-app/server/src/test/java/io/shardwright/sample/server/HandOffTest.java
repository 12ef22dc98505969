package io.shardwright.sample.server;

import static io.shardwright.sample.server.TestShards.header;
import static io.shardwright.sample.server.TestShards.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.Contract;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions move from one shard to another while users write. */
class HandOffTest {
    @TempDir
    private Path folder;

    private TestShards shards;

    @BeforeEach
    void found() throws Exception {
        shards = new TestShards(folder);
        shards.found(0, 3, "0-15");
        shards.found(1, 3, "");
    }

    @AfterEach
    void close() throws Exception {
        shards.close();
    }

    private static MoveOrder order(String id, String ranges) {
        return new MoveOrder(id, 0, 1, ranges, MoveOrder.Intent.RUN);
    }

    private void awaitPhase(String id, MovePhase phase) throws Exception {
        TestShards.await(() -> shards.move(1, id).phase() == phase);
    }

    private List<String> allPods() {
        return List.of(pod(0, 0), pod(0, 1), pod(0, 2), pod(1, 0), pod(1, 1), pod(1, 2));
    }

    @Test
    void nothingFailsAndNothingIsLostWhilePartitionsMoveUnderLoad() throws Exception {
        // Only pods of the source are asked: what has moved, they forward by their tombstones.
        try (LoadOfOne load = new LoadOfOne(shards, List.of(pod(0, 0), pod(0, 1), pod(0, 2)))) {
            load.awaitWrites(30);
            shards.move(order("first", "0-7"));
            awaitPhase("first", MovePhase.DONE);
            load.awaitWrites(load.writes() + 30);
            shards.move(order("second", "8-11"));
            awaitPhase("second", MovePhase.DONE);
            load.awaitWrites(load.writes() + 30);
            load.stop();
            assertThat(load.failures()).isEmpty();
            load.checkAll(pod(0, 1));
        }
        assertThat(shards.status(shards.leader(0, 3)).owned().getFirst().ranges())
                .isEqualTo("12-15");
        var owned = shards.status(shards.leader(1, 3)).owned();
        assertThat(owned.getFirst().ranges()).isEqualTo("0-11");
        assertThat(owned.getFirst().epoch()).isEqualTo(2);
    }

    @Test
    void aMoveEndsThoughTheLeadersOfBothShardsStop() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(shards.put(pod(0, 0), "/kv/k" + i, "v" + i).statusCode()).isEqualTo(200);
        }
        shards.move(order("rough", "0-15"));
        shards.stop(shards.leader(1, 3));
        shards.stop(shards.leader(0, 3));
        String target = shards.leader(1, 3);
        TestShards.await(() -> shards.status(target).moves().stream()
                .anyMatch(m -> m.id().equals("rough") && m.phase() == MovePhase.DONE));
        for (int i = 0; i < 200; i++) {
            assertThat(TestShards.text(shards.get(target, "/kv/k" + i))).isEqualTo("v" + i);
        }
        assertThat(shards.status(shards.leader(0, 3)).ownsNothing()).isTrue();
    }

    @Test
    void aNewLeaderThatHasPassedOnRequestsByTheOldOneFindsTheOtherShard() throws Exception {
        shards.move(order("first", "0-7"));
        awaitPhase("first", MovePhase.DONE);
        // A follower's answer comes from shard 1 by way of shard 0's leader, who leads shard 0 only.
        for (int replica = 0; replica < 3; replica++) {
            for (int i = 0; i < 50; i++) {
                assertThat(shards.put(pod(0, replica), "/kv/k" + i, "v").statusCode())
                        .isEqualTo(200);
            }
        }
        String old = shards.leader(0, 3);
        assertThat(shards.management("POST", old, Contract.STEP_DOWN_PATH, "").statusCode())
                .isEqualTo(200);
        assertThat(shards.leader(0, 3)).isNotEqualTo(old);
        shards.move(new MoveOrder("back", 1, 0, "0-3", MoveOrder.Intent.RUN));
        TestShards.await(() -> shards.move(0, "back").phase() == MovePhase.DONE);
    }

    @Test
    void aThrottledMoveIsMeasuredOnBothSides() throws Exception {
        String value = "v".repeat(64 << 10);
        for (int i = 0; i < 64; i++) {
            assertThat(shards.put(pod(0, 0), "/kv/k" + i, value).statusCode()).isEqualTo(200);
        }
        long start = System.nanoTime();
        long rate = 2 << 20; // 4 MiB: two seconds, less the first page
        var ordered = shards.move(new MoveOrder("slow", 0, 1, "0-15", MoveOrder.Intent.RUN, rate));
        assertThat(ordered.maxBytesPerSecond()).isEqualTo(rate);
        awaitPhase("slow", MovePhase.DONE);
        assertThat(System.nanoTime() - start).isGreaterThan(1_800_000_000L);
        TestShards.await(() -> shards.move(0, "slow").phase() == MovePhase.DONE);
        assertThat(shards.move(0, "slow").fencedMillis()).isNotNull();
        String source = metrics(shards.leader(0, 3));
        assertThat(source)
                .contains("shard_moves_ended_total{direction=\"out\",outcome=\"DONE\"} 1.0")
                .contains("shard_move_phase_seconds_count{direction=\"out\",phase=\"COPYING\"} 1")
                .contains("shard_move_fence_seconds_count 1")
                .contains("shard_move_limit_bytes_per_second{direction=\"out\"}")
                .contains("shard_move_fence_longest_seconds 0.")
                .contains("shard_parking_seconds_count ");
        String target = metrics(shards.leader(1, 3));
        assertThat(target)
                .contains("shard_moves_ended_total{direction=\"in\",outcome=\"DONE\"} 1.0")
                .contains("shard_move_phase_seconds_count{direction=\"in\",phase=\"PREPARED\"} 1")
                .containsPattern("shard_move_bytes_total\\{direction=\"in\"\\} 419\\d{4}");
    }

    private String metrics(String pod) throws Exception {
        return TestShards.text(shards.management("GET", pod, Contract.METRICS_PATH, ""));
    }

    @Test
    void ordersAreIdempotentAndOthersOfTheSameNameRefused() throws Exception {
        shards.move(order("same", "3"));
        shards.move(order("same", "3"));
        awaitPhase("same", MovePhase.DONE);
        assertThat(shards.move(order("same", "3")).phase()).isEqualTo(MovePhase.DONE);
        var other = shards.management(
                "PUT",
                pod(1, 2),
                Contract.MOVES_PATH + "/same",
                "{\"id\":\"same\",\"from\":0,\"to\":1,\"ranges\":\"4\",\"intent\":\"RUN\"}");
        assertThat(other.statusCode()).as(TestShards.text(other)).isEqualTo(409);
        assertThat(shards.management("GET", pod(1, 1), Contract.MOVES_PATH + "/none", "")
                        .statusCode())
                .isEqualTo(404);
        String key = "k";
        for (int i = 0; ; i++) {
            if (io.shardwright.contract.Partitioner.partitionOf((key + i).getBytes(), TestShards.PARTITIONS) == 3) {
                key += i;
                break;
            }
        }
        for (String pod : allPods()) {
            if (pod.startsWith("t-0")) {
                var written = shards.put(pod, "/kv/" + key, "x");
                assertThat(header(written, Contract.SHARD_HEADER)).isEqualTo("1");
                assertThat(header(written, Contract.EPOCH_HEADER)).isEqualTo("2");
            }
        }
    }
}
