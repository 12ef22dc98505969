package io.shardwright.controller.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.target.Target;
import io.shardwright.controller.target.TargetResolver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VolumeGrowthTest {
    private static final String TWO = "storage: {size: 2Gi}";

    private final Volumes volumes = new Volumes();

    private static Target target(Observed observed) {
        return (Target) TargetResolver.resolve(observed);
    }

    private GrowthState next(String fields) {
        var observed = volumes.observe(fields);
        return VolumeGrowth.next(observed, target(observed).placements());
    }

    private static List<String> raised(GrowthState state) {
        return state.claims().stream().map(request -> request.claim().name()).toList();
    }

    @Test
    void doesNothingWhenVolumesAreAsAskedFor() {
        var state = next("storage: {size: 1Gi}");

        assertThat(state.claims()).isEmpty();
        assertThat(state.isUnderWay()).isFalse();
        assertThat(next("storage: {size: 1024Mi}").isUnderWay()).isFalse();
    }

    @Test
    void raisesEveryClaimToTheLargerSizeAsItWasObserved() {
        var state = next(TWO);

        assertThat(state.claims()).hasSize(9).allSatisfy(request -> {
            assertThat(request.size()).hasToString("2Gi");
            assertThat(request.resourceVersion()).isEqualTo("7");
        });
        assertThat(state.text()).isEqualTo("volumes: 0/9 grown to 2Gi");
    }

    @Test
    void isUnderWayUntilEveryVolumeHasTheSizeAndRaisesNoClaimTwice() {
        volumes.granted = "2Gi";
        volumes.all().forEach(claim -> claim.requested = "2Gi");
        volumes.claim(0, 0).grow("2Gi");
        volumes.claim(0, 1).grow("2Gi");
        volumes.claim(1, 1).grow("3Gi");

        var state = next(TWO);

        assertThat(state.claims()).isEmpty();
        assertThat(state.text())
                .isEqualTo("volumes: 3/9 grown to 2Gi, waits: the volume of plain-0-2: it is being grown");
        volumes.all().forEach(claim -> claim.grow("2Gi"));
        assertThat(next(TWO).isUnderWay()).isFalse();
    }

    @Test
    void saysWhatAVolumeWaitsFor() {
        volumes.granted = "2Gi";
        volumes.all().forEach(claim -> claim.grow("2Gi"));
        var last = volumes.claim(2, 2);
        last.capacity = "1Gi";
        last.obstacle = Optional.of("its file system isn't resized yet");

        assertThat(next(TWO).text())
                .isEqualTo(
                        "volumes: 8/9 grown to 2Gi, waits: the volume of plain-2-2: its file system isn't resized yet");
    }

    @Test
    void growsClaimsThatTheStatefulSetMakesLaterOnceTheyAreBound() {
        volumes.granted = "2Gi";
        volumes.all().forEach(claim -> claim.grow("2Gi"));
        var late = volumes.claim(1, 0);
        late.grow("1Gi");
        late.bound = false;

        assertThat(next(TWO).claims()).isEmpty();
        assertThat(next(TWO).waitsFor()).contains("the volume of plain-1-0: its claim isn't bound yet");

        late.bound = true;
        assertThat(raised(next(TWO))).containsExactly("data-plain-1-0");
        late.missing = true;
        assertThat(next(TWO).waitsFor()).contains("the volume of plain-1-0: its claim doesn't exist yet");
        late.missing = false;
        late.deleting = true;
        assertThat(next(TWO).claims()).isEmpty();
    }

    @Test
    void leavesClaimsAloneThatSomeoneRaisedByHand() {
        volumes.claim(0, 0).grow("5Gi");

        assertThat(next("storage: {size: 1Gi}").isUnderWay()).isFalse();
        assertThat(raised(next(TWO))).hasSize(8).doesNotContain("data-plain-0-0");
    }

    @Test
    void growsNoVolumeThatIsAboutToBeReplaced() {
        volumes.nodeClass = Optional.of("old");
        var state = next("nodeClasses: [{name: old, shards: 1}, {name: new, storage: {size: 2Gi}}]");

        assertThat(state.claims()).isEmpty();
        assertThat(state.text())
                .isEqualTo("volumes: 0/6 grown to 2Gi, waits: the volume of plain-1-0: a new one replaces it");
    }

    @Test
    void waitsWhereStorageClassesCannotBeRead() {
        volumes.granted = "2Gi";
        volumes.expansion = Expansion.UNKNOWN;

        assertThat(next(TWO).claims()).isEmpty();
        assertThat(next(TWO).waitsFor()).get().asString().contains("can't be read");
    }

    /** One that comes back with the size of its StatefulSet, after the class was changed. */
    @Test
    void goesOnWithASmallerVolumeWhereItsClassCannotGrowAnyMore() {
        volumes.granted = "2Gi";
        volumes.all().forEach(claim -> claim.grow("2Gi"));
        volumes.claim(1, 0).grow("1Gi");
        volumes.expansion = Expansion.FORBIDDEN;

        assertThat(next(TWO).waitsFor())
                .contains("the volume of plain-1-0: its storage class can't grow volumes any more");
    }

    @Test
    void comesToEveryClaimThoughTheFirstOnesAreRefusedEachTime() {
        var many = new Volumes(20);
        var raised = new TreeSet<String>();
        for (int second = 0; second < 10; second++) {
            var observed = many.observe(TWO, Instant.ofEpochSecond(second));
            raised.addAll(raised(VolumeGrowth.next(observed, target(observed).placements())));
        }
        assertThat(raised).hasSize(60);
    }

    @Test
    void isToldBesideTheSmallestVolumeThatThereIsByNow() {
        volumes.granted = "2Gi";
        volumes.claim(0, 1).grow("2Gi");

        var shard = volumes.observe(TWO).shards().firstEntry().getValue();

        assertThat(shard.volume().size()).hasToString("2Gi");
        assertThat(shard.volumeByNow().size()).hasToString("1Gi");
        assertThat(shard.template().size()).hasToString("1Gi");
    }
}
