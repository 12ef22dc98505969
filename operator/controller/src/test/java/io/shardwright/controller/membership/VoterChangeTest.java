package io.shardwright.controller.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.Member;
import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.gate.Standing;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.planner.ShardId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoterChangeTest {
    private Scene scene = new Scene(1, 3, "");

    private ObservedShard shard() {
        return scene.observe().shard(new ShardId(0)).orElseThrow();
    }

    private Optional<VoterChange> next(int wanted) {
        return VoterChange.next(Standing.of(shard(), scene.observe().at()).orElseThrow(), wanted);
    }

    private List<String> nextVoters(int wanted) {
        return next(wanted).stream()
                .map(VoterChange.Voters.class::cast)
                .flatMap(change -> change.next().stream().map(Member::pod))
                .toList();
    }

    @Test
    void nothingChangesWhereTheNumberIsRight() {
        assertThat(next(3)).isEmpty();
    }

    @Test
    void takesInOneNewcomerAtATimeLowestPlaceFirst() {
        assertThat(next(5)).as("nobody is there to be taken in").isEmpty();

        scene.newcomer(0, 3);
        scene.newcomer(0, 4);
        assertThat(nextVoters(5)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2", "plain-0-3");

        scene.voters(0, 0, 1, 2, 3);
        assertThat(nextVoters(5)).endsWith("plain-0-4").hasSize(5);
    }

    @Test
    void aSingleVoterTakesInTwoTogetherAndWaitsForBoth() {
        scene = new Scene(1, 1, "");
        scene.newcomer(0, 1);
        assertThat(next(3)).isEmpty();

        scene.newcomer(0, 2);
        assertThat(nextVoters(3)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2");

        scene.voters(0, 0, 1);
        assertThat(nextVoters(3)).as("interrupted half-way").containsExactly("plain-0-0", "plain-0-1", "plain-0-2");
    }

    @Test
    void letsGoTheHighestPlaceFirst() {
        scene = new Scene(1, 5, "");

        assertThat(nextVoters(3)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2", "plain-0-3");
        scene.voters(0, 0, 1, 2, 3);
        assertThat(nextVoters(3)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2");
    }

    @Test
    void letsGoThoseFirstThatAreAway() {
        scene = new Scene(1, 5, "");
        scene.pod(0, 3).answers = false;

        assertThat(nextVoters(3)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2", "plain-0-4");
    }

    @Test
    void theLeaderGoesLastAndHandsOverBefore() {
        scene = new Scene(1, 5, "");
        scene.lead(0, 4);
        assertThat(nextVoters(3)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2", "plain-0-4");

        scene.voters(0, 0, 1, 2, 4);
        assertThat(next(3)).contains(new VoterChange.HandOver());

        scene.lead(0, 1);
        assertThat(nextVoters(3)).containsExactly("plain-0-0", "plain-0-1", "plain-0-2");
    }

    @Test
    void threeGoOnToOneInOneOrderWhereAllAreInOrder() {
        assertThat(nextVoters(1)).containsExactly("plain-0-0");

        scene.pod(0, 1).answers = false;
        assertThat(nextVoters(1)).containsExactly("plain-0-0", "plain-0-2");
    }

    @Test
    void placesComeBeforeVotersAndGoAfterThem() {
        assertThat(ReplicaPlaces.now(shard(), 5, true)).isEqualTo(5);

        scene = new Scene(1, 5, "");
        assertThat(ReplicaPlaces.now(shard(), 3, true)).isEqualTo(5);
        scene.voters(0, 0, 1, 2, 3);
        assertThat(ReplicaPlaces.now(shard(), 3, true)).isEqualTo(4);
        scene.voters(0, 0, 1, 2);
        assertThat(ReplicaPlaces.now(shard(), 3, true)).isEqualTo(3);
        assertThat(ReplicaPlaces.isSettled(shard(), 3))
                .as("the pods are still there")
                .isFalse();
    }

    @Test
    void noPlaceGoesWhileNobodySaysWhoTheVotersAre() {
        scene = new Scene(1, 5, "");
        scene.voters(0, 0, 1, 2);
        scene.pod(0, 0).answers = false;

        assertThat(ReplicaPlaces.now(shard(), 3, true)).isEqualTo(5);
        assertThat(ReplicaPlaces.now(shard(), 3, false))
                .as("before it is founded")
                .isEqualTo(3);
    }

    private static Claim claim(int place, boolean inUse, boolean deleting) {
        return new Claim("data-plain-0-" + place, "claim-" + place, "plain-0-" + place, inUse, deleting);
    }

    @Test
    void theVolumeOfAFormerMemberGoesOnceItsPodIsGone() {
        scene.claims(0, claim(2, true, false), claim(3, true, false), claim(4, false, false));

        assertThat(ReplicaPlaces.leftBehind(shard())).containsExactly(claim(4, false, false));
    }

    @Test
    void aNewPlaceWaitsUntilTheOldVolumeIsGone() {
        scene.claims(0, claim(3, false, true));

        assertThat(ReplicaPlaces.leftBehind(shard())).isEmpty();
        assertThat(ReplicaPlaces.now(shard(), 5, true)).isEqualTo(3);
        scene.claims(0);
        assertThat(ReplicaPlaces.now(shard(), 5, true)).isEqualTo(5);
    }

    @Test
    void aNewPlaceWaitsForTheOldVolumeAlsoInAMomentWithoutALeader() {
        scene.claims(0, claim(3, false, false));
        scene.pod(0, 0).answers = false;

        assertThat(shard().leader()).isEmpty();
        assertThat(ReplicaPlaces.leftBehind(shard())).isEmpty();
        assertThat(ReplicaPlaces.now(shard(), 5, true)).isEqualTo(3);
    }

    @Test
    void placesThatAreMissingForAMajorityComeBackWithoutALeader() {
        scene.voters(0, 0, 1, 2, 3, 4);
        scene.claims(0, claim(3, false, false), claim(4, false, false));
        scene.pod(0, 0).answers = false;

        assertThat(shard().leader()).isEmpty();
        assertThat(ReplicaPlaces.now(shard(), 5, true)).isEqualTo(5);
    }

    @Test
    void theVolumeOfAVoterStaysAlthoughSomeoneTookItsPlaceAway() {
        scene.voters(0, 0, 1, 2, 3, 4);
        scene.claims(0, claim(3, false, false), claim(4, false, false));

        assertThat(ReplicaPlaces.leftBehind(shard())).isEmpty();
        assertThat(ReplicaPlaces.now(shard(), 5, true))
                .as("it gets its place back")
                .isEqualTo(5);
    }
}
