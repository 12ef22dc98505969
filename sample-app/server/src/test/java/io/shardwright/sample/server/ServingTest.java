package io.shardwright.sample.server;

import static io.shardwright.sample.server.TestShards.header;
import static io.shardwright.sample.server.TestShards.tag;
import static io.shardwright.sample.server.TestShards.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.Partitioner;
import io.shardwright.contract.Role;
import io.shardwright.contract.RoutingView;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One shard of three replicas answers users and the operator. */
class ServingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestShards shards;
    private static String leader;
    private static String follower;

    @BeforeAll
    static void found() throws Exception {
        shards = new TestShards(folder);
        shards.found(0, 3, "0-14");
        leader = shards.leader(0, 3);
        follower = shards.follower(0, 3);
    }

    @AfterAll
    static void stop() throws Exception {
        shards.close();
    }

    /** A key whose partition the shard owns, or doesn't. */
    private static String key(String prefix, boolean owned) {
        for (int i = 0; ; i++) {
            String key = prefix + i;
            if ((Partitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), TestShards.PARTITIONS) != 15) == owned) {
                return key;
            }
        }
    }

    @Test
    void readsBackWhatWasWrittenAndSaysWhoAnswered() throws Exception {
        String key = key("plain", true);
        HttpResponse<byte[]> written = shards.put(leader, "/kv/" + key, "one");
        assertThat(written.statusCode()).isEqualTo(200);
        assertThat(header(written, Contract.ACK_HEADER)).isEqualTo("quorum");
        assertThat(header(written, Contract.SHARD_HEADER)).isEqualTo("0");
        assertThat(header(written, Contract.EPOCH_HEADER)).isEqualTo("1");
        assertThat(header(written, Contract.ROLE_HEADER)).isEqualTo("LEADER");
        assertThat(header(written, Contract.PARTITION_HEADER))
                .isEqualTo(Integer.toString(Partitioner.partitionOf(key.getBytes(), TestShards.PARTITIONS)));
        assertThat(tag(written)).matches("\"1\\.[0-9]+\"");

        HttpResponse<byte[]> read = shards.get(leader, "/kv/" + key);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(text(read)).isEqualTo("one");
        assertThat(tag(read)).isEqualTo(tag(written));
    }

    @Test
    void forwardsFromAFollowerToTheLeader() throws Exception {
        String key = key("by-follower", true);
        HttpResponse<byte[]> written = shards.put(follower, "/kv/" + key, "two");
        assertThat(written.statusCode()).isEqualTo(200);
        assertThat(header(written, Contract.ROLE_HEADER)).isEqualTo("LEADER");
        assertThat(text(shards.get(follower, "/kv/" + key))).isEqualTo("two");
    }

    @Test
    void deletesAndThenTheKeyIsAbsent() throws Exception {
        String key = key("gone", true);
        shards.put(leader, "/kv/" + key, "x");
        assertThat(shards.data("DELETE", leader, "/kv/" + key, new byte[0], Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(shards.get(leader, "/kv/" + key).statusCode()).isEqualTo(404);
    }

    @Test
    void comparesAndSetsByVersion() throws Exception {
        String path = "/kv/" + key("cas", true);
        Map<String, String> create = Map.of("If-None-Match", "*");
        HttpResponse<byte[]> first = shards.data("PUT", leader, path, "a".getBytes(), create);
        assertThat(first.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> again = shards.data("PUT", leader, path, "b".getBytes(), create);
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(tag(again)).isEqualTo(tag(first));

        Map<String, String> match = Map.of("If-Match", tag(first));
        HttpResponse<byte[]> second = shards.data("PUT", follower, path, "c".getBytes(), match);
        assertThat(second.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> stale = shards.data("DELETE", leader, path, new byte[0], match);
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(tag(stale)).isEqualTo(tag(second));
        assertThat(text(shards.get(leader, path))).isEqualTo("c");
    }

    @Test
    void takesAnyBytesThatAUrlCanCarry() throws Exception {
        List<String> encoded = List.of(
                "%00",
                "%FF%FE",
                "a%2Fb",
                "a,b,c",
                "x;y=1",
                "..",
                "%2e%2e",
                "+",
                "%20",
                "%25",
                "%C3%A9",
                "~!$&'()*=:@",
                "k".repeat(1024),
                "%61".repeat(1024));
        for (String key : encoded) {
            int partition = Partitioner.partitionOf(decoded(key), TestShards.PARTITIONS);
            HttpResponse<byte[]> written = shards.put(follower, "/kv/" + key, key);
            assertThat(header(written, Contract.PARTITION_HEADER)).as(key).isEqualTo(Integer.toString(partition));
            if (partition != 15) {
                assertThat(written.statusCode()).as(key).isEqualTo(200);
                assertThat(text(shards.get(leader, "/kv/" + key))).isEqualTo(key);
            }
        }
        assertThat(shards.get(leader, "/kv/%61%2C%62%2c%63").statusCode())
                .isEqualTo(shards.get(leader, "/kv/a,b,c").statusCode());
    }

    private static byte[] decoded(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        assertRejected(shards.get(leader, "/kv/"), 400, "key");
        assertRejected(shards.get(leader, "/kv"), 400, "/kv/{key}");
        assertThat(shards.raw(leader, "GET /kv/%4 HTTP/1.1")).contains(" 400 ").contains("two hex digits");
        assertThat(shards.raw(leader, "GET /kv/\u00e9 HTTP/1.1"))
                .contains(" 400 ")
                .contains("percent-encode");
        assertRejected(shards.get(leader, "/kv/a/b"), 404, "%2F");
        assertRejected(shards.get(leader, "/elsewhere"), 404, "/kv/{key}");
        assertRejected(shards.get(leader, "/kv/" + "k".repeat(1025)), 414, "1024");
        assertRejected(shards.data("POST", leader, "/kv/a", new byte[0], Map.of()), 405, "PUT");
        assertRejected(shards.data("PUT", leader, "/kv/a", new byte[(1 << 20) + 1], Map.of()), 413, "1048576");
        assertRejected(shards.data("PUT", leader, "/kv/a", new byte[1], Map.of("If-Match", "1.5")), 400, "If-Match");
        assertRejected(
                shards.data("PUT", leader, "/kv/a", new byte[1], Map.of("If-None-Match", "\"1.5\"")),
                400,
                "If-None-Match");
        assertRejected(shards.get(leader, "/kv?partition=16"), 400, "0 to 15");
    }

    private static void assertRejected(HttpResponse<byte[]> response, int status, String mention) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(text(response)).contains(mention).doesNotContain("Exception");
    }

    @Test
    void takesTheLargestValue() throws Exception {
        byte[] value = new byte[1 << 20];
        java.util.Arrays.fill(value, (byte) 7);
        String path = "/kv/" + key("large", true);
        assertThat(shards.data("PUT", follower, path, value, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(shards.get(leader, path).body()).isEqualTo(value);
    }

    @Test
    void ignoresAnEpochThatAUserSends() throws Exception {
        Map<String, String> forged = Map.of(Contract.EPOCH_HEADER, "77");
        var answer = shards.data("PUT", leader, "/kv/" + key("forged", true), "v".getBytes(), forged);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, Contract.EPOCH_HEADER)).isEqualTo("1");
    }

    @Test
    void answers503ForAPartitionThatNobodyIsKnownToOwn() throws Exception {
        var answer = shards.get(follower, "/kv/" + key("unowned", false));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isEqualTo("1");
        assertThat(text(answer)).contains("partition 15");
    }

    @Test
    void listsAPartitionPageByPage() throws Exception {
        int partition = Partitioner.partitionOf("list-0".getBytes(), TestShards.PARTITIONS);
        int written = 0;
        for (int i = 0; written < 5; i++) {
            String key = "list-" + i;
            if (Partitioner.partitionOf(key.getBytes(), TestShards.PARTITIONS) == partition) {
                shards.put(leader, "/kv/" + key, "v");
                written++;
            }
        }
        String next = "";
        int seen = 0;
        do {
            String path = "/kv?partition=" + partition + "&limit=2" + (next.isEmpty() ? "" : "&after=" + next);
            next = "";
            for (String line : text(shards.get(follower, path)).split("\n")) {
                JsonNode item = JSON.readTree(line);
                next = item.path("next").asText();
                seen += item.path("key").asText().startsWith("list-") ? 1 : 0;
            }
        } while (!next.isEmpty());
        assertThat(seen).isEqualTo(5);
    }

    @Test
    void reportsItsStatusConfirmedByTheLeaderOnly() throws Exception {
        var status = shards.status(leader);
        assertThat(status.confirmed()).isTrue();
        assertThat(status.role()).isEqualTo(Role.LEADER);
        assertThat(status.owned()).hasSize(1);
        assertThat(status.owned().getFirst().ranges()).isEqualTo("0-14");
        assertThat(status.members()).hasSize(3);
        assertThat(shards.status(follower).confirmed()).isFalse();
        assertThat(shards.status(follower).leaderPod()).isEqualTo(leader);
        assertThat(text(shards.management("GET", leader, Contract.METRICS_PATH, "")))
                .contains("shard_raft_role{role=\"LEADER\"} 1.0");
    }

    @Test
    void answersTheLongPollWhenANewerMapArrives() throws Exception {
        String path = Contract.MAP_PATH + "?wait=20&after=6&leader=" + leader;
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return JSON.readValue(
                        shards.management("GET", follower, path, "").body(), RoutingView.class);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(300);
        assertThat(waiting).isNotDone();
        var map = new OwnershipMap(
                TestShards.UID, 7, TestShards.PARTITIONS, List.of(new OwnershipMap.ShardRanges(0, "0-14")), List.of());
        assertThat(shards.management("PUT", follower, Contract.MAP_PATH, JSON.writeValueAsString(map))
                        .statusCode())
                .isEqualTo(200);
        RoutingView view = waiting.get(3, TimeUnit.SECONDS);
        assertThat(view.leaderPod()).isEqualTo(leader);
        assertThat(Objects.requireNonNull(view.map()).epoch()).isEqualTo(7);

        var foreign = new OwnershipMap("another", 9, TestShards.PARTITIONS, List.of(), List.of());
        assertThat(shards.management("PUT", follower, Contract.MAP_PATH, JSON.writeValueAsString(foreign))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void answersTheLongPollAfterItsWait() throws Exception {
        long start = System.nanoTime();
        shards.management("GET", leader, Contract.MAP_PATH + "?wait=1&after=1000", "");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    }
}
