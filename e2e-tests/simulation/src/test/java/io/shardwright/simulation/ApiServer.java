package io.shardwright.simulation;

import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects that matter here, with versions that writes compare, and the controller that makes pods of StatefulSets. */
final class ApiServer {
    /** A write came too late or too early. */
    static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConflictException(String why) {
            super(why);
        }
    }

    /** A StatefulSet. */
    record Set(
            ShardPlacement placement, ShardPlacement.Volume volume, int replicas, int incarnation, Instant created) {}

    /** All objects at one moment. */
    record Objects(
            long revision,
            ShardSet shardSet,
            Optional<PublishedMap> map,
            TreeMap<ShardId, Set> sets,
            TreeMap<String, Rebalance> rebalances) {}

    private final World world;
    private final List<Runnable> watchers = new ArrayList<>();
    private Objects objects;
    private int incarnations;

    ApiServer(World world, ShardSet shardSet) {
        this.world = world;
        this.objects = new Objects(1, shardSet, Optional.empty(), new TreeMap<>(), new TreeMap<>());
    }

    Objects objects() {
        return objects;
    }

    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    private void set(ShardSet shardSet, Optional<PublishedMap> map, TreeMap<ShardId, Set> sets) {
        change(shardSet, map, sets, objects.rebalances());
    }

    private void change(
            ShardSet shardSet,
            Optional<PublishedMap> map,
            TreeMap<ShardId, Set> sets,
            TreeMap<String, Rebalance> rebalances) {
        objects = new Objects(objects.revision() + 1, shardSet, map, sets, rebalances);
        List.copyOf(watchers).forEach(Runnable::run);
    }

    void edit(ShardSet edited) {
        set(edited, objects.map(), objects.sets());
    }

    void loseMap() {
        set(objects.shardSet(), Optional.empty(), objects.sets());
    }

    void createMap(PartitionMapSpec spec) {
        if (objects.map().isPresent()) {
            throw new ConflictException("there is a map already");
        }
        publish(spec);
    }

    void writeMap(PartitionMapSpec spec, String resourceVersion) {
        if (!objects.map().map(PublishedMap::resourceVersion).equals(Optional.of(resourceVersion))) {
            throw new ConflictException("the map has changed");
        }
        publish(spec);
    }

    private void publish(PartitionMapSpec spec) {
        world.checker.published(spec);
        var map = new PublishedMap(spec, world.time.instant(), Long.toString(objects.revision() + 1));
        set(objects.shardSet(), Optional.of(map), objects.sets());
    }

    /** Makes, reports or deletes a Rebalance; a report isn't compared with what it replaces. */
    void writeRebalance(RebalanceWrite write) {
        var rebalances = new TreeMap<>(objects.rebalances());
        Rebalance before = rebalances.get(write.name());
        switch (write) {
            case RebalanceWrite.Create create -> {
                if (before != null) {
                    throw new ConflictException("there is a Rebalance " + write.name() + " already");
                }
                rebalances.put(
                        write.name(),
                        rebalance(create.rebalance(), create.rebalance().getSpec(), null));
            }
            case RebalanceWrite.Report report -> {
                if (before == null) {
                    throw new ConflictException("there is no Rebalance " + write.name());
                }
                rebalances.put(write.name(), rebalance(before, before.getSpec(), report.status()));
            }
            case RebalanceWrite.Forget forget -> rebalances.remove(write.name());
        }
        change(objects.shardSet(), objects.map(), objects.sets(), rebalances);
    }

    private static Rebalance rebalance(Rebalance of, RebalanceSpec spec, @Nullable RebalanceStatus status) {
        var rebalance = new Rebalance();
        rebalance.setMetadata(of.getMetadata());
        rebalance.setSpec(spec);
        rebalance.setStatus(status);
        return rebalance;
    }

    /**
     * Creates a shard's StatefulSet, or says of which class it is now, or how many replicas it has.
     *
     * @param seen as it was when that was decided; null if there was none
     */
    void applySet(ShardPlacement placement, int replicas, @Nullable Set seen) {
        var spec = objects.shardSet().getSpec();
        var sets = new TreeMap<>(objects.sets());
        Set before = sets.get(placement.shard());
        if (before == null ? seen != null : !before.equals(seen)) {
            throw new ConflictException("the StatefulSet of shard " + placement.shard() + " has changed");
        }
        int incarnation = before == null ? ++incarnations : before.incarnation();
        var created = before == null ? world.time.instant() : before.created();
        var set = new Set(placement, placement.volume(spec), replicas, incarnation, created);
        sets.put(placement.shard(), set);
        set(objects.shardSet(), objects.map(), sets);
        for (int i = before == null ? 0 : before.replicas(); i < set.replicas(); i++) {
            makePod(placement.shard(), incarnation, i);
        }
    }

    private void makePod(ShardId shard, int incarnation, int ordinal) {
        world.time.after((100 + world.random.nextInt(700)) * Timeline.MILLI, () -> {
            Set now = objects.sets().get(shard);
            if (now == null || now.incarnation() != incarnation) {
                return;
            }
            if (world.pod(World.podName(shard.ordinal(), ordinal)) != null) {
                makePod(shard, incarnation, ordinal); // the last one of that name isn't gone yet
                return;
            }
            world.addPod(shard.ordinal(), ordinal, incarnation);
        });
    }

    /** Deletes a StatefulSet; its pods and volumes go a little later. */
    void deleteSet(ShardId shard) {
        if (!objects.sets().containsKey(shard)) {
            return;
        }
        world.checker.removing(shard.ordinal());
        var sets = new TreeMap<>(objects.sets());
        sets.remove(shard);
        set(objects.shardSet(), objects.map(), sets);
        var pods = world.podsOf(shard.ordinal());
        world.time.after((50 + world.random.nextInt(300)) * Timeline.MILLI, () -> pods.forEach(world::removePod));
    }
}
