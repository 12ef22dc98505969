package io.shardwright.controller.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.Member;
import io.shardwright.contract.Role;
import io.shardwright.controller.gate.Verdict.Allowed;
import io.shardwright.controller.gate.Verdict.Reason;
import io.shardwright.controller.observe.PodFacts.State;
import io.shardwright.controller.observe.Replica;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisruptionGateTest {
    private static final ShardId FIRST = new ShardId(0);
    private static final ShardId SECOND = new ShardId(1);

    private final Scene scene = new Scene(4, 3, "");

    private static Replica replica(Scene scene, int shard, int place) {
        return scene.observe()
                .shard(new ShardId(shard))
                .orElseThrow()
                .replicas()
                .get(place);
    }

    private Verdict restart(int shard, int place) {
        return scene.gate().restart(new ShardId(shard), replica(scene, shard, place));
    }

    private static void waits(Verdict verdict, Reason reason, String why) {
        assertThat(verdict).isEqualTo(new Verdict.Waits(reason, why));
    }

    @Test
    void oneReplicaOfAShardInOrderMayGo() {
        assertThat(restart(0, 2)).isEqualTo(new Allowed());
    }

    @Test
    void noneMayGoWhileAnotherIsntReady() {
        scene.pod(0, 1).state = State.RUNNING;

        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1 isn't ready");
        assertThat(restart(0, 1)).as("it costs nothing to restart that one").isEqualTo(new Allowed());
    }

    @Test
    void noneMayGoWhileTheLeaderDoesntHearAnotherThatIsUp() {
        scene.pod(0, 1).silentMillis = 1_500;

        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1 hasn't answered its leader for 1500 ms");

        scene.pod(0, 1).silentMillis = 1_499;
        assertThat(restart(0, 2)).isEqualTo(new Allowed());
    }

    @Test
    void noneMayGoWhileTheLeaderHasLedForAMomentOrDoesntListAnother() {
        scene.pod(0, 0).roleMillis = 2_999L;
        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-0 leads for less than 3 s");

        scene.pod(0, 0).roleMillis = 3_000L;
        assertThat(restart(0, 2)).isEqualTo(new Allowed());

        scene.pod(1, 0).roleMillis = null;
        assertThat(restart(1, 2)).as("an application that doesn't say").isEqualTo(new Allowed());

        scene.pod(2, 1).listed = false;
        waits(restart(2, 2), Reason.QUORUM, "shard 2: plain-2-1 isn't known to its leader yet");
    }

    @Test
    void noneMayGoWhileAnotherIsBeingDeletedIsSilentLagsOrHasJustCome() {
        scene.pod(0, 1).deleting = true;
        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1 is being replaced");

        scene.pod(0, 1).deleting = false;
        scene.pod(0, 1).answers = false;
        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1: refuses connections");

        scene.pod(0, 1).answers = true;
        scene.pod(0, 1).applied -= Standing.CLOSE + 1;
        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1 is 5001 entries behind");

        scene.remake("plain-0-1");
        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1 is ready for less than 3 s");
        scene.pass(Duration.ofSeconds(3));
        assertThat(restart(0, 2)).isEqualTo(new Allowed());
    }

    @Test
    void aReplicaThatIsNoMemberYetDoesntCountAmongThoseThatStay() {
        scene.pod(0, 1).role = Role.LEARNER;

        waits(restart(0, 2), Reason.QUORUM, "shard 0: plain-0-1 doesn't vote");
    }

    @Test
    void aReplicaIsSparedOfFiveAlthoughOneIsAway() {
        var five = new Scene(1, 5, "");
        five.pod(0, 1).answers = false;
        assertThat(five.gate().restart(FIRST, replica(five, 0, 2))).isEqualTo(new Allowed());

        five.pod(0, 3).answers = false;
        assertThat(five.gate().restart(FIRST, replica(five, 0, 2)).isAllowed()).isFalse();
    }

    @Test
    void theOnlyReplicaOfAShardMayBeRestarted() {
        var single = new Scene(2, 1, "");

        assertThat(single.gate().restart(FIRST, replica(single, 0, 0))).isEqualTo(new Allowed());
    }

    @Test
    void nothingIsDoneToAShardWithoutALeader() {
        scene.pod(0, 0).answers = false;

        waits(restart(0, 1), Reason.NO_LEADER, "shard 0 has no leader");
        waits(scene.gate().move(FIRST, SECOND), Reason.NO_LEADER, "shard 0 has no leader");
    }

    @Test
    void noReplicaGoesAndNoMemberChangesInMidMove() {
        scene.move(1, 2);

        waits(restart(1, 2), Reason.MOVE_UNDER_WAY, "shard 1: partitions move from shard 1 to shard 2");
        waits(restart(2, 2), Reason.MOVE_UNDER_WAY, "shard 2: partitions move from shard 1 to shard 2");
        waits(
                scene.gate().changeMembers(SECOND, members(1, 0, 1)),
                Reason.MOVE_UNDER_WAY,
                "shard 1: partitions move from shard 1 to shard 2");
        assertThat(restart(0, 2)).isEqualTo(new Allowed());

        scene.endMoves();
        assertThat(restart(1, 2)).isEqualTo(new Allowed());
    }

    @Test
    void noMoveBeginsAtAShardThatIsBeingDisturbed() {
        assertThat(scene.gate().move(FIRST, SECOND)).isEqualTo(new Allowed());

        scene.pod(1, 2).deleting = true;
        waits(scene.gate().move(FIRST, SECOND), Reason.BUSY, "shard 1: a replica is being replaced");
        assertThat(scene.gate().move(FIRST, new ShardId(2))).isEqualTo(new Allowed());

        var gate = new Scene(4, 3, "").gate();
        gate.restart(SECOND, replica(scene, 1, 1));
        assertThat(gate.move(SECOND, FIRST).isAllowed()).as("it is about to be").isFalse();
    }

    @Test
    void aPodThatItsDeadNodeKeepsHoldsUpNoMoveForEver() {
        scene.pod(1, 2).deleting = true;
        scene.pod(1, 2).lost = true;

        assertThat(scene.gate().move(FIRST, SECOND)).isEqualTo(new Allowed());
        assertThat(restart(1, 1).isAllowed()).isFalse();
    }

    @Test
    void aShardThatLostAReplicaMayStillGiveAndTakePartitions() {
        scene.pod(0, 1).answers = false;

        assertThat(scene.gate().move(FIRST, SECOND)).isEqualTo(new Allowed());
    }

    @Test
    void asManyShardsAtOnceAsTheSpecificationAllowsAndFailuresCount() {
        var gate = scene.gate();
        assertThat(gate.limit()).as("10 %% of 4, rounded up").isEqualTo(1);
        assertThat(gate.restart(SECOND, replica(scene, 1, 2))).isEqualTo(new Allowed());
        waits(
                gate.restart(FIRST, replica(scene, 0, 2)),
                Reason.SHARE,
                "1 of at most 1 shards disturbed at once: shard 1: it is disturbed now");

        scene.pod(3, 1).answers = false;
        waits(
                restart(0, 2),
                Reason.SHARE,
                "1 of at most 1 shards disturbed at once: shard 3: plain-3-1: refuses connections");
    }

    @Test
    void oneThingAtATimeIsDoneToAShard() {
        var gate = scene.gate();
        assertThat(gate.changeMembers(FIRST, members(0, 0, 1))).isEqualTo(new Allowed());

        waits(gate.restart(FIRST, replica(scene, 0, 2)), Reason.BUSY, "shard 0: something else is being done to it");
    }

    @Test
    void noReplicaGoesWhileTheMembersChange() {
        scene.voters(0, 0, 1);

        waits(restart(0, 2), Reason.BUSY, "shard 0: its members change");
    }

    @Test
    void membersChangeOnlyToThoseOfWhichAMajorityIsInOrder() {
        scene.pod(0, 1).answers = false;

        waits(
                scene.gate().changeMembers(FIRST, members(0, 0, 1)),
                Reason.QUORUM,
                "shard 0: plain-0-1: refuses connections");
        assertThat(scene.gate().changeMembers(FIRST, members(0, 0, 2)))
                .as("the one that is away goes first")
                .isEqualTo(new Allowed());
    }

    @ParameterizedTest
    @CsvSource({"10%, 4, 1", "10%, 11, 2", "50%, 3, 2", "100%, 7, 7", "1%, 1, 1", "3, 7, 3", "3, 1, 3"})
    void theShareIsRoundedUpAndAtLeastOne(String max, int shards, int expected) {
        var some = new Scene(shards, 1, ", rollout: {maxUnavailableShards: %s}".formatted(max));

        assertThat(some.gate().limit()).isEqualTo(expected);
    }

    private static List<Member> members(int shard, int... places) {
        var scene = new Scene(4, 3, "");
        scene.voters(shard, places);
        return scene.observe().leader(new ShardId(shard)).orElseThrow().members();
    }
}
