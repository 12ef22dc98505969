package io.shardwright.controller.step;

import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.observe.Replica;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.planner.ShardId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What is observed, with one shard as it isn't. */
final class Altered {
    private Altered() {}

    /** All replicas of the shard are silent. */
    static Observed silenced(Observed observed, int shard) {
        return silenced(observed, shard, replica -> true);
    }

    /** Some of its replicas are silent. */
    static Observed silenced(Observed observed, int shard, Predicate<Replica> which) {
        return silenced(observed, shard, which, Optional.empty());
    }

    /** Some of its replicas are silent, and of their pods this is known. */
    static Observed silenced(Observed observed, int shard, Predicate<Replica> which, Optional<PodFacts> facts) {
        return changed(
                observed,
                shard,
                state -> new ObservedShard(
                        state.shard(),
                        state.nodeClass(),
                        state.volume(),
                        state.replicas().stream()
                                .map(replica -> which.test(replica)
                                        ? new Replica(
                                                replica.pod(),
                                                replica.address(),
                                                new Answer.Silent("doesn't answer"),
                                                true,
                                                facts)
                                        : replica)
                                .toList(),
                        false,
                        state.set()));
    }

    /** The shard is another one. */
    static Observed changed(Observed observed, int shard, UnaryOperator<ObservedShard> change) {
        var shards = new TreeMap<>(observed.shards());
        shards.computeIfPresent(new ShardId(shard), (id, state) -> change.apply(state));
        return with(observed, observed.map(), shards);
    }

    /** The shard isn't there, and the published map has no entry of it. */
    static Observed without(Observed observed, ShardId gone) {
        var shards = new TreeMap<>(observed.shards());
        shards.remove(gone);
        var map = observed.map().orElseThrow();
        var entries = map.spec().shards().stream()
                .filter(entry -> entry.shard() != gone.ordinal())
                .toList();
        var spec = PartitionMapSpec.of(
                observed.uid(),
                map.spec().epoch(),
                map.spec().partitions(),
                entries,
                map.spec().moved());
        return with(observed, Optional.of(new PublishedMap(spec, map.publishedAt(), map.resourceVersion())), shards);
    }

    private static Observed with(
            Observed observed, Optional<PublishedMap> map, SortedMap<ShardId, ObservedShard> shards) {
        return new Observed(
                observed.shardSet(),
                map,
                shards,
                observed.inheritance(),
                observed.routersReady(),
                Locations.NONE,
                observed.rebalances(),
                observed.at());
    }
}
