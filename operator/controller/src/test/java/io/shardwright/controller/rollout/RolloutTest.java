package io.shardwright.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.observe.PodFacts.State;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private Scene scene = new Scene(3, 3, "");

    private RolloutState next() {
        return Rollout.next(scene.observe(), scene.gate(), shard -> true);
    }

    private List<String> restarts() {
        return next().steps().stream()
                .filter(RolloutStep.Restart.class::isInstance)
                .map(step -> ((RolloutStep.Restart) step).pod())
                .toList();
    }

    /** Carries out all steps, each pod being back at once, until none is left; gives what was done in order. */
    private List<String> run() {
        var done = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            var state = next();
            if (!state.isUnderWay()) {
                return done;
            }
            for (var step : state.steps()) {
                switch (step) {
                    case RolloutStep.Restart(var shard, var pod, var uid, var volume, var why) -> {
                        done.add(pod);
                        scene.remake(pod);
                    }
                    case RolloutStep.StepDown(var shard, var leader) -> {
                        done.add("step-down " + shard);
                        scene.lead(shard.ordinal(), 2);
                    }
                }
            }
            scene.pass(Duration.ofSeconds(4));
        }
        throw new AssertionError("never finished: " + done);
    }

    @Test
    void doesNothingWhenAllPodsHaveTheTemplate() {
        assertThat(next().steps()).isEmpty();
        assertThat(next().isUnderWay()).isFalse();
    }

    @Test
    void restartsFollowersThenTheLeaderAfterItHandedOverShardByShard() {
        scene.revision = "b";

        assertThat(run())
                .containsExactly(
                        "plain-0-2",
                        "plain-0-1",
                        "step-down 0",
                        "plain-0-0",
                        "plain-1-2",
                        "plain-1-1",
                        "step-down 1",
                        "plain-1-0",
                        "plain-2-2",
                        "plain-2-1",
                        "step-down 2",
                        "plain-2-0");
    }

    @Test
    void theFirstShardIsTheCanaryHoweverManyMayGoAtOnce() {
        scene = new Scene(4, 3, ", rollout: {maxUnavailableShards: 100%}");
        scene.revision = "b";

        var done = run();

        assertThat(done.subList(0, 4)).containsExactly("plain-0-2", "plain-0-1", "step-down 0", "plain-0-0");
        assertThat(done.subList(4, 7))
                .as("then all others at once")
                .containsExactly("plain-1-2", "plain-2-2", "plain-3-2");
    }

    @Test
    void eachPodHasToBeBackBeforeTheNextGoes() {
        scene.revision = "b";
        scene.remake("plain-0-2").state = State.RUNNING;

        assertThat(next().steps()).isEmpty();
        assertThat(next().text()).isEqualTo("rollout 1/9 pods, shard 0 next, waits: shard 0: plain-0-2 isn't ready");

        scene.remake("plain-0-2").applied -= 100_000;
        scene.pass(Duration.ofSeconds(4));
        assertThat(next().waitsFor()).contains("shard 0: plain-0-2 is 100000 entries behind");
        assertThat(next().steps()).isEmpty();

        scene.remake("plain-0-2");
        scene.pass(Duration.ofSeconds(4));
        assertThat(restarts()).containsExactly("plain-0-1");
    }

    @Test
    void aPodThatIsOnItsWayOutIsWaitedFor() {
        scene.revision = "b";
        scene.pod(0, 2).deleting = true;

        assertThat(next().steps()).isEmpty();
        assertThat(next().waitsFor()).contains("shard 0: plain-0-2 is being replaced");
    }

    @Test
    void theOnlyReplicaIsRestartedWithWordsOnWhatHappens() {
        scene = new Scene(2, 1, "");
        scene.revision = "b";

        assertThat(next().steps()).singleElement().isInstanceOfSatisfying(RolloutStep.Restart.class, restart -> {
            assertThat(restart.pod()).isEqualTo("plain-0-0");
            assertThat(restart.why()).contains("only replica").contains("requests wait or are retried");
        });
        assertThat(run()).containsExactly("plain-0-0", "plain-1-0");
    }

    @Test
    void aBrokenTemplateStopsAtItsFirstPodAndSaysWhy() {
        scene = new Scene(3, 3, ", rollout: {maxUnavailableShards: 100%}");
        scene.revision = "broken";
        scene.remake("plain-0-2").fail("container app: ImagePullBackOff: no such image");

        assertThat(next().steps()).isEmpty();
        assertThat(next().stopped())
                .get()
                .asString()
                .contains("plain-0-2")
                .contains("ImagePullBackOff: no such image")
                .contains("correct spec.template");
    }

    @Test
    void aPodThatIsntUpInTimeStopsTheOthersToo() {
        scene.revision = "b";
        var slow = scene.remake("plain-0-2");
        slow.state = State.RUNNING;
        slow.answers = false;
        scene.pass(Rollout.UP_WITHIN.minusSeconds(1));
        assertThat(next().stopped()).isEmpty();

        scene.pass(Duration.ofSeconds(1));
        assertThat(next().stopped()).get().asString().contains("not ready within 5 min");
    }

    @Test
    void aPodThatCatchesUpForLongStopsNothing() {
        scene.revision = "b";
        scene.remake("plain-0-2").state = State.RUNNING;
        scene.pass(Duration.ofHours(1));

        assertThat(next().stopped()).isEmpty();
    }

    @Test
    void anEditBackReplacesTheBrokenPodAtOnceAndNoOther() {
        scene.revision = "broken";
        scene.remake("plain-0-2").fail("container app: CrashLoopBackOff");
        scene.revision = "a";

        assertThat(restarts()).containsExactly("plain-0-2");
        scene.remake("plain-0-2");
        scene.pass(Duration.ofSeconds(4));
        assertThat(next().isUnderWay()).isFalse();
    }

    @Test
    void aCorrectionReplacesBrokenPodsOfAllShardsWhateverTheCanarySays() {
        scene.revision = "broken";
        scene.remake("plain-0-2").fail("container app: CrashLoopBackOff");
        scene.remake("plain-2-1").fail("container app: CrashLoopBackOff");
        scene.pod(2, 2).answers = false;
        scene.revision = "c";

        assertThat(restarts()).containsExactly("plain-0-2", "plain-2-1");
    }

    @Test
    void aPodThatAnswersOrJustStartsIsntTakenForStuck() {
        scene.revision = "b";
        scene.pod(1, 2).state = State.RUNNING;
        assertThat(restarts()).as("it answers").doesNotContain("plain-1-2");

        scene.remake("plain-1-2").answers = false;
        scene.revision = "c";
        scene.pod(1, 2).state = State.RUNNING;
        assertThat(restarts()).as("it just starts").doesNotContain("plain-1-2");

        scene.pass(Rollout.STUCK_AFTER);
        assertThat(restarts()).contains("plain-1-2");
    }

    @Test
    void aShardThatGoesToAnotherClassGetsNewVolumesOneByOne() {
        var claim = new Claim("data-plain-0-2", "claim", "plain-0-2", true, false);
        scene.claims(0, claim);
        scene.revision = "b";
        assertThat(volumes()).as("only another template").isEmpty();

        scene.nodeClass = Optional.of("large");
        assertThat(volumes()).containsExactly(claim);
        assertThat(restarts()).containsExactly("plain-0-2");
    }

    @Test
    void theOnlyReplicaKeepsItsVolumeInAnotherClass() {
        scene = new Scene(1, 1, "");
        scene.claims(0, new Claim("data-plain-0-0", "claim", "plain-0-0", true, false));
        scene.nodeClass = Optional.of("large");
        scene.revision = "b";

        assertThat(restarts()).containsExactly("plain-0-0");
        assertThat(volumes()).isEmpty();
    }

    private List<Claim> volumes() {
        return next().steps().stream()
                .filter(RolloutStep.Restart.class::isInstance)
                .flatMap(step -> ((RolloutStep.Restart) step).volume().stream())
                .toList();
    }

    @Test
    void namesThePodThatIsMeant() {
        scene.revision = "b";

        assertThat(next().steps())
                .first()
                .isInstanceOfSatisfying(
                        RolloutStep.Restart.class,
                        restart -> assertThat(restart.uid()).isEqualTo(scene.pod(0, 2).uid));
    }

    @Test
    void aShardInMidMoveIsPassedOver() {
        scene.revision = "b";
        for (int place = 0; place < 3; place++) {
            scene.remake("plain-0-" + place);
        }
        scene.pass(Duration.ofSeconds(4));
        scene.move(1, 0);

        assertThat(restarts()).containsExactly("plain-2-2");
        assertThat(next().waitsFor()).contains("shard 1: partitions move from shard 1 to shard 0");
    }

    @Test
    void shardsThatAreToBeRemovedKeepTheirPods() {
        scene.revision = "b";

        var state = Rollout.next(scene.observe(), scene.gate(), shard -> shard.equals(new ShardId(0)));

        assertThat(state.pods()).isEqualTo(3);
    }

    @Test
    void anotherEditInTheMiddleGoesOnWithTheNewestTemplate() {
        scene.revision = "b";
        scene.remake("plain-0-2");
        scene.pass(Duration.ofSeconds(4));
        scene.revision = "c";

        var done = run();

        assertThat(done)
                .startsWith("plain-0-2", "plain-0-1", "step-down 0", "plain-0-0")
                .hasSize(12);
    }
}
