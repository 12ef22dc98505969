package io.shardwright.controller.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.growth.Volumes;
import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeCheckTest {
    private final Volumes volumes = new Volumes();

    private TargetResult resolve(String fields) {
        return TargetResolver.resolve(volumes.observe(fields));
    }

    private void assertRefused(String fields, Refusal.Reason reason, String message) {
        assertThat(resolve(fields)).isEqualTo(new Refusal(reason, message));
    }

    @Test
    void takesALargerSizeWhereTheStorageClassCanGrowVolumes() {
        assertThat(resolve("storage: {size: 2Gi}")).isInstanceOf(Target.class);
    }

    @Test
    void refusesALargerSizeWhereTheStorageClassCannotGrowVolumes() {
        volumes.expansion = Expansion.FORBIDDEN;

        assertRefused(
                "storage: {size: 2Gi}",
                Refusal.Reason.VolumesCannotGrow,
                "spec.storage.size: volumes of 2Gi are asked for, and volume claim data-plain-0-0 of 1Gi is in storage class standard, which can't grow volumes (allowVolumeExpansion isn't true): put it back to 1Gi, or add shards instead, or set allowVolumeExpansion there if its driver can do it");
    }

    @Test
    void refusesALargerSizeWhereThereIsNoStorageClass() {
        volumes.expansion = Expansion.NO_CLASS;

        assertRefused(
                "storage: {size: 2Gi}",
                Refusal.Reason.VolumesCannotGrow,
                "spec.storage.size: volumes of 2Gi are asked for, and volume claim data-plain-0-0 of 1Gi is in no storage class, so that nothing can grow it: put it back to 1Gi, or add shards instead");
    }

    @Test
    void asksNoStorageClassWhereNothingHasToGrow() {
        volumes.expansion = Expansion.FORBIDDEN;

        assertThat(resolve("storage: {size: 1024Mi}")).isInstanceOf(Target.class);
    }

    @Test
    void namesTheSizeOfTheNodeClass() {
        volumes.nodeClass = Optional.of("a");
        volumes.expansion = Expansion.FORBIDDEN;

        assertThat(resolve("nodeClasses: [{name: a, storage: {size: 2Gi}}]"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.message())
                                .startsWith("spec.nodeClasses, a, storage.size: volumes of 2Gi"));
    }

    @Test
    void refusesASmallerSizeWithBothSizes() {
        assertRefused(
                "storage: {size: 512Mi}",
                Refusal.Reason.VolumesCannotShrink,
                "spec.storage.size: volumes of 512Mi are asked for, and those of shard 0 are of 1Gi and can't become smaller: put it back to 1Gi; smaller volumes come with new shards, in a node class of their own, which partitions then move to");
    }

    @Test
    void refusesToTakeAGrowthBackOnceAClaimAsksForIt() {
        volumes.granted = "2Gi";
        assertThat(resolve("storage: {size: 1Gi}"))
                .as("nothing has grown yet, because of a quota perhaps")
                .isInstanceOf(Target.class);

        volumes.claim(2, 1).requested = "2Gi";
        assertThat(resolve("storage: {size: 1Gi}"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.message())
                                .contains("those of shard 2 are of 2Gi and can't become smaller: put it back to 2Gi"));
    }

    @Test
    void takesClaimsAsTheyAreThatSomeoneRaisedByHand() {
        volumes.claim(0, 0).grow("5Gi");

        assertThat(resolve("storage: {size: 1Gi}")).isInstanceOf(Target.class);
    }

    @Test
    void refusesAnotherStorageClass() {
        assertThat(resolve("storage: {storageClassName: fast}"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.StorageDiffers));
    }

    @Test
    void aShardGoesToAClassWithLargerVolumesOnlyWhereTheyCanGrow() {
        String classes = "nodeClasses: [{name: big, storage: {size: 2Gi}}]";
        assertThat(resolve(classes)).isInstanceOf(Target.class);

        volumes.expansion = Expansion.FORBIDDEN;
        assertThat(resolve(classes)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Refusal.Reason.StorageDiffers);
            assertThat(refusal.message())
                    .contains("from class none with volumes of 1Gi to class big with volumes of 2Gi")
                    .contains("allowVolumeExpansion isn't true");
        });

        volumes.all().forEach(claim -> claim.missing = true);
        volumes.expansion = Expansion.ALLOWED;
        assertThat(resolve(classes)).as("nothing is known of its volumes").isInstanceOf(Refusal.class);
    }
}
