package io.shardwright.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.Weights;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShardSetResolverTest {

    @Test
    void givesEveryShardItsClassAndTheWeightOfItsClass() {
        var resolved =
                resolved(spec("shards: 3, nodeClasses: [{name: a, shards: 1, weight: 400}, {name: b, weight: 100}]"));
        assertThat(resolved.placements())
                .extracting(placement -> placement.nodeClass().orElseThrow().name())
                .containsExactly("a", "b", "b");
        assertThat(resolved.shardWeights())
                .extracting(weight -> weight.weight())
                .containsExactly(400L, 100L, 100L);
        assertThat(resolved.weights().shards())
                .extracting(Weights.Sourced::source)
                .containsOnly(Weights.Source.CLASS);
    }

    @Test
    void keepsTheClassThatAShardHad() {
        var had = new ClassAssignment(new TreeMap<>(Map.of(new ShardId(0), "b", new ShardId(1), "a")));
        var spec = spec("shards: 2, nodeClasses: [{name: a, shards: 1}, {name: b}]");
        assertThat(ShardSetResolver.resolve(spec, had))
                .isInstanceOfSatisfying(
                        Resolved.class,
                        resolved -> assertThat(resolved.assignment()).isEqualTo(had));
    }

    @Test
    void ignoresAWeightForAShardThatDoesNotExistYet() {
        var resolved = resolved(spec("shards: 2, shardWeights: [{shard: 1, weight: 50}, {shard: 9, weight: 7}]"));
        assertThat(resolved.shardWeights())
                .extracting(weight -> weight.weight())
                .containsExactly(100L, 50L);
    }

    @Test
    void namesFieldFiguresAndEditWhenTheClassesDoNotAddUp() {
        assertThat(ShardSetResolver.resolve(
                        spec("shards: 2, nodeClasses: [{name: a, shards: 3}]"), ClassAssignment.none()))
                .isInstanceOfSatisfying(Unresolvable.class, verdict -> {
                    assertThat(verdict.reason()).isEqualTo(Unresolvable.Reason.ClassesDoNotAddUp);
                    assertThat(verdict.message())
                            .isEqualTo("spec.nodeClasses: the node classes count 3 shards, and there are 2: "
                                    + "set spec.shards to at least 3, or lower the counts by 1");
                });
    }

    @Test
    void refusesWeightsThatLeaveNoShardToOwnAnything() {
        assertThat(ShardSetResolver.resolve(
                        spec("shards: 2, shardWeights: [{shard: 0, weight: 0}, {shard: 1, weight: 0}]"),
                        ClassAssignment.none()))
                .isInstanceOfSatisfying(Unresolvable.class, verdict -> {
                    assertThat(verdict.reason()).isEqualTo(Unresolvable.Reason.InvalidWeights);
                    assertThat(verdict.field()).isEqualTo("spec.shardWeights, spec.nodeClasses");
                });
    }

    private static Resolved resolved(ShardSetSpec spec) {
        return (Resolved) ShardSetResolver.resolve(spec, ClassAssignment.none());
    }

    private static ShardSetSpec spec(String fields) {
        return new KubernetesSerialization()
                .unmarshal("spec: {" + fields + "}", ShardSet.class)
                .getSpec();
    }
}
