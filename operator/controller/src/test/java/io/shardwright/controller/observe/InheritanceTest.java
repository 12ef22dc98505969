package io.shardwright.controller.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.render.MapObject;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InheritanceTest {
    private static final String OLD = "3f0d6c1a-0000-4000-8000-00000000000f";

    private final ShardSet shardSet = ShardSets.plain("shards: 2, partitions: 64");
    private final String self = shardSet.getMetadata().getUid();

    private static ShardSet old(String retention) {
        var old = ShardSets.plain("shards: 2, partitions: 64, storage: {retention: %s}".formatted(retention));
        old.getMetadata().setUid(OLD);
        return old;
    }

    private static StatefulSet set(ShardSet owner, String identity, int shard) {
        var set = (StatefulSet)
                ShardObjects.of(owner, identity, new ShardPlacement(new ShardId(shard), Optional.empty()), 3, false)
                        .getLast();
        set.getMetadata().setUid(owner.getMetadata().getUid() + "-" + shard);
        return set;
    }

    private static PersistentVolumeClaim claim(String identity, int shard, int replica) {
        var claim = set(old("Retain"), identity, shard)
                .getSpec()
                .getVolumeClaimTemplates()
                .getFirst();
        return claim.edit()
                .editMetadata()
                .withName("data-plain-" + shard + "-" + replica)
                .endMetadata()
                .build();
    }

    private static PersistentVolumeClaim ownedBy(PersistentVolumeClaim claim, StatefulSet set) {
        return claim.edit()
                .editMetadata()
                .addToOwnerReferences(new OwnerReferenceBuilder()
                        .withKind("StatefulSet")
                        .withName(set.getMetadata().getName())
                        .withUid(set.getMetadata().getUid())
                        .build())
                .endMetadata()
                .build();
    }

    private static PartitionMap map(ShardSet owner, String identity) {
        var spec = PartitionMapSpec.of(identity, 7, 64, List.of(), List.of());
        return MapObject.of(owner, spec, Instant.EPOCH, Optional.empty());
    }

    private Identity identity(List<StatefulSet> sets, Optional<PartitionMap> map, List<PersistentVolumeClaim> claims) {
        return Inheritance.of(shardSet, sets, map, claims).identity();
    }

    @Test
    void whereNothingIsThereItIsTheShardSetsOwnUid() {
        assertThat(identity(List.of(), Optional.empty(), List.of())).isEqualTo(new Identity.Known(self));
    }

    @Test
    void takesOverTheMapThatWasLeft() {
        assertThat(identity(List.of(), Optional.of(map(old("Retain"), OLD)), List.of()))
                .isEqualTo(new Identity.Known(OLD));
    }

    @Test
    void takesOverTheVolumesThatWereLeftThoughTheMapIsGone() {
        var found = Inheritance.of(
                shardSet, List.of(), Optional.empty(), List.of(claim(OLD, 1, 0), claim(OLD, 1, 2), claim(OLD, 4, 0)));

        assertThat(found.identity()).isEqualTo(new Identity.Known(OLD));
        assertThat(found.leftovers()).hasSize(2);
        assertThat(found.leftovers().get(new ShardId(1)))
                .extracting(Leftover::replicas)
                .isEqualTo(3);
    }

    @Test
    void keepsTheIdentityOfItsOwnShardsWhateverElseIsThere() {
        var sets = List.of(set(shardSet, OLD, 0));

        assertThat(identity(sets, Optional.empty(), List.of(claim("other", 1, 0))))
                .isEqualTo(new Identity.Known(OLD));
        assertThat(identity(sets, Optional.of(map(old("Retain"), "other")), List.of()))
                .isInstanceOf(Identity.Disputed.class);
    }

    @Test
    void doesNotGuessBetweenVolumesOfTwo() {
        assertThat(identity(List.of(), Optional.empty(), List.of(claim(OLD, 0, 0), claim("other", 1, 0))))
                .isInstanceOfSatisfying(
                        Identity.Disputed.class,
                        disputed -> assertThat(disputed.why()).contains(OLD).contains("other"));
        assertThat(identity(List.of(), Optional.of(map(old("Retain"), "other")), List.of(claim(OLD, 0, 0))))
                .isInstanceOf(Identity.Disputed.class);
    }

    @Test
    void waitsForWhatGoesWithTheEarlierShardSet() {
        var old = old("Delete");
        assertThat(identity(List.of(), Optional.of(map(old, OLD)), List.of()))
                .isEqualTo(new Identity.Leaving("PartitionMap plain"));
        assertThat(identity(List.of(set(old, OLD, 0)), Optional.empty(), List.of()))
                .isEqualTo(new Identity.Leaving("StatefulSet plain-0"));
        assertThat(identity(List.of(), Optional.empty(), List.of(ownedBy(claim(OLD, 0, 0), set(old, OLD, 0)))))
                .isEqualTo(new Identity.Leaving("PersistentVolumeClaim data-plain-0-0"));
    }

    @Test
    void aClaimThatItsOwnStatefulSetWillTakeWithItStays() {
        var own = set(shardSet, self, 0);

        var found = Inheritance.of(shardSet, List.of(own), Optional.empty(), List.of(ownedBy(claim(self, 0, 0), own)));

        assertThat(found).isEqualTo(Inheritance.none(self));
    }
}
