package io.shardwright.sample.server;

import static io.shardwright.sample.server.TestShards.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.Contract;
import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.Role;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard's group takes in and lets go replicas, as an edit of the number of replicas makes it. */
class MembershipTest {
    @TempDir
    private Path folder;

    private TestShards shards;

    @BeforeEach
    void create() {
        shards = new TestShards(folder);
    }

    @AfterEach
    void close() throws Exception {
        shards.close();
    }

    /** Orders these voters of all replicas that there are until the leader counts them and no others. */
    private void change(int replicas, List<Member> wanted) throws Exception {
        TestShards.await(() -> {
            for (int i = 0; i < replicas; i++) {
                assertThat(shards.order(pod(0, i), new MembersOrder(TestShards.UID, wanted, null)))
                        .isEqualTo(200);
            }
            var members = shards.status(shards.leader(0, replicas)).members();
            return members.size() == wanted.size() && members.containsAll(wanted);
        });
    }

    @Test
    void growsFromOneToThreeAndBackWithoutAFailedRequest() throws Exception {
        shards.found(0, 1, "0-15");
        try (LoadOfOne load = new LoadOfOne(shards, List.of(pod(0, 0)))) {
            load.awaitWrites(20);
            shards.start(0, 1);
            shards.start(0, 2);
            var three = shards.members(0, 3);
            change(3, three);
            load.awaitWrites(load.writes() + 20);
            for (int i = 0; i < 3; i++) {
                String pod = pod(0, i);
                TestShards.await(() ->
                        shards.management("GET", pod, Contract.READY_PATH, "").statusCode() == 200);
            }

            change(3, three.subList(0, 1));
            load.awaitWrites(load.writes() + 20);
            shards.stop(pod(0, 2));
            shards.stop(pod(0, 1));
            load.awaitWrites(load.writes() + 20);
            load.stop();
            assertThat(load.failures()).isEmpty();
            load.checkAll(pod(0, 0));
        }
    }

    @Test
    void aLeaderThatIsNotWantedHandsOverBeforeItGoes() throws Exception {
        shards.found(0, 3, "0-15");
        var three = shards.members(0, 3);
        String leader = shards.leader(0, 3);
        Member stays = three.stream()
                .filter(member -> !member.pod().equals(leader))
                .findFirst()
                .orElseThrow();
        try (LoadOfOne load = new LoadOfOne(shards, List.of(stays.pod()))) {
            load.awaitWrites(20);
            change(3, List.of(stays));
            assertThat(shards.leader(0, 3)).isEqualTo(stays.pod());
            load.awaitWrites(load.writes() + 20);
            load.stop();
            assertThat(load.failures()).isEmpty();
            load.checkAll(stays.pod());
        }
    }

    @Test
    void aReplicaThatWasLetGoCarriesOnNothing() throws Exception {
        shards.found(0, 3, "0-15");
        var three = shards.members(0, 3);
        change(3, three.subList(0, 1));

        TestShards.await(() -> shards.status(pod(0, 2)).role() != Role.LEADER
                && !shards.status(pod(0, 2)).confirmed());
        shards.stop(pod(0, 0));
        assertThat(shards.status(pod(0, 1)).confirmed()).isFalse();
        assertThat(shards.status(pod(0, 2)).confirmed()).isFalse();
    }
}
