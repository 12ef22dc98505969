package io.shardwright.sample.server;

import static io.shardwright.sample.server.TestShards.header;
import static io.shardwright.sample.server.TestShards.pod;
import static io.shardwright.sample.server.TestShards.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.Contract;
import io.shardwright.contract.KeySource;
import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.Role;
import io.shardwright.sample.server.raft.RaftSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas end, come back, lose their volumes, or get the wrong ones. */
class FailoverTest {
    @TempDir
    private Path folder;

    private TestShards shards;

    @BeforeEach
    void create() {
        // Snapshots every few entries and next to no log behind them: a new peer can only be brought up by a snapshot.
        shards = new TestShards(folder, new KeySource.Path(2), new RaftSettings(500, 1 << 20, 20, 1));
    }

    @AfterEach
    void close() throws Exception {
        shards.close();
    }

    private void writeAll(String pod, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            assertThat(shards.put(pod, "/kv/k" + i, "v" + i).statusCode()).isEqualTo(200);
        }
    }

    private void readAll(String pod, int to) throws Exception {
        for (int i = 0; i < to; i++) {
            assertThat(text(shards.get(pod, "/kv/k" + i))).isEqualTo("v" + i);
        }
    }

    @Test
    void anotherReplicaLeadsAndHasEverythingAfterTheLeaderStopped() throws Exception {
        shards.found(0, 3, "0-15");
        String first = shards.leader(0, 3);
        writeAll(first, 0, 10);
        shards.stop(first);
        String other = pod(0, first.equals(pod(0, 0)) ? 1 : 0);
        assertThat(shards.put(other, "/kv/after", "it").statusCode()).isEqualTo(200);
        assertThat(shards.leader(0, 3)).isNotEqualTo(first);
        readAll(other, 10);
    }

    @Test
    void shuttingTheLeaderDownFailsNoRequest() throws Exception {
        shards.found(0, 3, "0-15");
        String first = shards.leader(0, 3);
        String other = shards.follower(0, 3);
        try (LoadOfOne load = new LoadOfOne(shards, List.of(other))) {
            load.awaitWrites(20);
            shards.shutDown(first);
            load.awaitWrites(load.writes() + 20);
            load.stop();
            assertThat(load.failures()).isEmpty();
            load.checkAll(other);
        }
    }

    @Test
    void handsTheLeadershipOverWhenAsked() throws Exception {
        shards.found(0, 3, "0-15");
        String first = shards.leader(0, 3);
        var answer = shards.management("POST", shards.follower(0, 3), Contract.STEP_DOWN_PATH, "");
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(shards.leader(0, 3)).isNotEqualTo(first);
    }

    @Test
    void aRestartOfTheWholeShardBringsEverythingBack() throws Exception {
        shards.found(0, 3, "0-15");
        writeAll(shards.leader(0, 3), 0, 50);
        for (int i = 0; i < 3; i++) {
            shards.stop(pod(0, i));
        }
        for (int i = 0; i < 3; i++) {
            shards.start(0, i);
        }
        readAll(pod(0, 0), 50);
        assertThat(shards.status(shards.leader(0, 3)).owned().getFirst().ranges())
                .isEqualTo("0-15");
    }

    @Test
    void aPodWithAnEmptyVolumeJoinsAsANewPeerByASnapshot() throws Exception {
        shards.found(0, 3, "0-15");
        String wiped = shards.follower(0, 3);
        String old = shards.status(wiped).peer();
        writeAll(shards.leader(0, 3), 0, 60);
        shards.stop(wiped);
        delete(shards.volume(wiped));
        writeAll(shards.leader(0, 3), 60, 120);
        shards.start(0, wiped.charAt(wiped.length() - 1) - '0');
        assertThat(shards.status(wiped).role()).isEqualTo(Role.WAITING);
        assertThat(shards.management("GET", wiped, Contract.READY_PATH, "").statusCode())
                .isEqualTo(503);

        List<Member> wanted = shards.members(0, 3);
        TestShards.await(() -> {
            for (int i = 0; i < 3; i++) {
                assertThat(shards.order(pod(0, i), new MembersOrder(TestShards.UID, wanted, null)))
                        .isEqualTo(200);
            }
            return shards.status(shards.leader(0, 3)).members().containsAll(wanted);
        });
        TestShards.await(
                () -> shards.management("GET", wiped, Contract.READY_PATH, "").statusCode() == 200);
        assertThat(shards.status(wiped).peer()).isNotEqualTo(old);
        assertThat(shards.status(shards.leader(0, 3)).members()).hasSize(3);
        TestShards.await(() -> shards.status(wiped).keys() == 120);

        // It counts: with one of the others gone, it makes up the majority.
        String leader = shards.leader(0, 3);
        for (int i = 0; i < 3; i++) {
            if (!pod(0, i).equals(wiped) && !pod(0, i).equals(leader)) {
                shards.stop(pod(0, i));
            }
        }
        assertThat(shards.put(wiped, "/kv/late", "x").statusCode()).isEqualTo(200);
        readAll(wiped, 120);
    }

    private static void delete(Path path) throws Exception {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path p : (Iterable<Path>) paths.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(p);
            }
        }
    }

    @Test
    void refusesTheVolumeOfAnotherShardSetAndSaysWhy() throws Exception {
        shards.start(0, 0, "99999999-other");
        shards.stop(pod(0, 0));
        shards.start(0, 0);
        var status = shards.status(pod(0, 0));
        assertThat(status.role()).isEqualTo(Role.REFUSED);
        assertThat(status.refusal())
                .contains("99999999-other")
                .contains(TestShards.UID)
                .contains("PersistentVolumeClaim");
        assertThat(shards.management("GET", pod(0, 0), Contract.READY_PATH, "").statusCode())
                .isEqualTo(503);
        assertThat(shards.management("GET", pod(0, 0), Contract.LIVE_PATH, "").statusCode())
                .isEqualTo(200);
        assertThat(shards.get(pod(0, 0), "/kv/a").statusCode()).isEqualTo(503);
    }

    @Test
    void refusesAVolumeThatLostItsLog() throws Exception {
        shards.found(0, 1, "0-15");
        shards.stop(pod(0, 0));
        delete(shards.volume(pod(0, 0)).resolve("raft"));
        shards.start(0, 0);
        assertThat(shards.status(pod(0, 0)).refusal()).contains("lost the group's log");
    }

    @Test
    void foundsNothingOnAnOrderThatDoesNotListItOrIsForAnother() throws Exception {
        shards.start(0, 0);
        var others = List.of(new Member("00000000-0000-4000-8000-000000000000", pod(0, 1)));
        assertThat(shards.order(
                        pod(0, 0), new MembersOrder(TestShards.UID, others, new MembersOrder.Bootstrap("0-15"))))
                .isEqualTo(200);
        assertThat(shards.status(pod(0, 0)).role()).isEqualTo(Role.WAITING);
        var foreign = new MembersOrder("another", shards.members(0, 1), new MembersOrder.Bootstrap("0-15"));
        assertThat(shards.order(pod(0, 0), foreign)).isEqualTo(409);
    }

    @Test
    void takesTheKeyFromAHeaderWhereTheShardSetSaysSo() throws Exception {
        shards = new TestShards(
                folder, new KeySource.Header(Contract.KEY_HEADER), new RaftSettings(500, 1 << 20, 20, 1));
        shards.found(0, 1, "0-15");
        Map<String, String> key = Map.of(Contract.KEY_HEADER, "a, b,c");
        assertThat(shards.data("PUT", pod(0, 0), "/kv", "v".getBytes(), key).statusCode())
                .isEqualTo(200);
        assertThat(text(shards.data("GET", pod(0, 0), "/kv", new byte[0], key))).isEqualTo("v");
        assertThat(shards.get(pod(0, 0), "/kv").statusCode()).isEqualTo(400);
        assertThat(header(shards.get(pod(0, 0), "/kv?partition=1"), Contract.PARTITION_HEADER))
                .isEqualTo("1");
    }
}
