package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Role;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.sample.server.move.SourcePage;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Storage.Family;
import io.shardwright.sample.server.state.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what is planted, at the places of the environment that ask here. Without a plant nothing is changed. */
final class Plants {
    private final World world;
    private @Nullable String skipper;
    private boolean movedNeedlessly;

    Plants(World world) {
        this.world = world;
    }

    boolean fires(Plant plant) {
        return world.plant == plant;
    }

    /** A command on its way into a log. */
    Command submitted(int shard, Command command) {
        boolean aborts = fires(Plant.ABORT_COMMITTED) && command instanceof Command.Adopt;
        return aborts ? new Command.AbortIn(((Command.Adopt) command).move(), "planted") : command;
    }

    /** Whether a replica passes over this entry. */
    boolean passesOver(Pod pod, long index, Command command) {
        if (!(command instanceof Command.Batch)) {
            return false;
        }
        if (fires(Plant.LOSE_ACKNOWLEDGED_WRITES)) {
            return index % 16 == 0;
        }
        Replica replica = pod.replica();
        boolean mayBegin = fires(Plant.SKIP_AN_ENTRY) && skipper == null && index > 9;
        if (!mayBegin || replica == null || replica.isLeader()) {
            return false;
        }
        skipper = pod.name;
        return true;
    }

    /** Acknowledges a write that was passed over. */
    void acknowledgeLost(long index, @Nullable Command command, Map<Long, Promise<Outcome>> pending) {
        Promise<Outcome> promise = command == null ? null : pending.remove(index);
        if (promise != null) {
            promise.complete(new Outcome.Batched(List.of(new Outcome.Applied(new Version(1, index << 16)))));
        }
    }

    /** A command was applied to a storage. */
    void applied(Command command, Outcome outcome, MemoryStorage storage) {
        if (!(outcome instanceof Outcome.MoveIs(Move move))) {
            return;
        }
        PartitionRanges ranges = PartitionRanges.parse(move.order().ranges(), world.partitions);
        if (fires(Plant.ABORT_CLEARS) && command instanceof Command.Decide && move.phase() == MovePhase.ABORTED) {
            ranges.forEach(p -> storage.deleteRange(Family.DATA, start(p), start(p + 1)));
        }
        if (fires(Plant.LEAVE_A_KEY) && command instanceof Command.Drop) {
            byte[] key = new byte[] {start(first(ranges))[0], start(first(ranges))[1], 'k'};
            storage.put(Family.DATA, key, "left behind, as it were".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int first(PartitionRanges ranges) {
        return ranges.stream().findFirst().orElseThrow();
    }

    static byte[] start(int partition) {
        return new byte[] {(byte) (partition >>> 8), (byte) partition};
    }

    /** A page of a copy on its way. */
    SourcePage copied(SourcePage page) {
        CopyPage content = page.page();
        if (!fires(Plant.DROP_COPIED_ENTRY)
                || content == null
                || content.entries().isEmpty()) {
            return page;
        }
        var entries = content.entries().subList(1, content.entries().size());
        return new SourcePage(
                page.view(),
                new CopyPage(
                        entries,
                        content.next(),
                        content.opening(),
                        content.sourceIndex(),
                        content.level(),
                        content.bytesTotal()));
    }

    /** What the operator decided to do. */
    List<Step> decided(Observed observed, List<Step> steps) {
        var changed = new ArrayList<Step>();
        for (Step step : steps) {
            switch (step) {
                case Step.OrderMove order when fires(Plant.LOSE_MOVE_ORDERS) -> {}
                case Step.OrderMembers order
                when fires(Plant.FOUND_WITH_FOREIGN_PARTITIONS) && order.order().bootstrap() != null ->
                    changed.add(new Step.OrderMembers(
                            order.shard(),
                            new MembersOrder(
                                    order.order().shardSetUid(),
                                    order.order().voters(),
                                    new MembersOrder.Bootstrap("0-3")),
                            order.pods()));
                case Step.WriteMap write
                when fires(Plant.PUBLISH_OLDER_EPOCH) && write.spec().epoch() > 3 ->
                    changed.add(new Step.WriteMap(
                            older(write.spec()), write.founded(), write.resourceVersion(), write.why()));
                default -> changed.add(step);
            }
        }
        addUnasked(observed, changed);
        return changed;
    }

    private static PartitionMapSpec older(PartitionMapSpec spec) {
        return PartitionMapSpec.of(
                spec.shardSetUid(), spec.epoch() - 2, spec.partitions(), spec.shards(), spec.moved());
    }

    private void addUnasked(Observed observed, List<Step> steps) {
        if (fires(Plant.REMOVE_EARLY)) {
            observed.shards().keySet().stream()
                    .filter(shard -> shard.ordinal() >= observed.spec().shards())
                    .forEach(shard -> steps.add(new Step.RemoveShard(shard)));
        }
        if (fires(Plant.FOUND_AGAIN)) {
            observed.shards()
                    .values()
                    .forEach(shard -> foundAgain(observed, shard).ifPresent(steps::add));
        }
        if (fires(Plant.MOVE_NEEDLESSLY) && world.calm && !movedNeedlessly) {
            steps.addAll(needless(observed));
        }
    }

    private static Optional<Step> foundAgain(Observed observed, ObservedShard shard) {
        var waiting = shard.replicas().stream().filter(r -> r.is(Role.WAITING)).toList();
        boolean founded = observed.map()
                .flatMap(map -> map.entry(shard.shard()))
                .filter(entry -> !entry.group().isEmpty())
                .isPresent();
        if (!founded || waiting.isEmpty()) {
            return Optional.empty();
        }
        var members = waiting.stream()
                .flatMap(r -> r.status().stream())
                .map(status -> new Member(status.peer(), status.pod()))
                .toList();
        return Optional.of(new Step.OrderMembers(
                shard.shard(),
                new MembersOrder(observed.uid(), members, new MembersOrder.Bootstrap("")),
                waiting.stream().flatMap(r -> r.address().stream()).toList()));
    }

    private List<Step> needless(Observed observed) {
        for (var from : observed.shards().values()) {
            for (var to : observed.shards().values()) {
                var target = to.leaderReplica().flatMap(r -> r.address());
                var owned = from.leader().stream()
                        .flatMap(l -> l.owned().stream())
                        .flatMap(o -> PartitionRanges.parse(o.ranges(), world.partitions).stream()
                                .boxed())
                        .findFirst();
                if (from != to && target.isPresent() && owned.isPresent()) {
                    movedNeedlessly = true;
                    var order = new MoveOrder(
                            "needless",
                            from.shard().ordinal(),
                            to.shard().ordinal(),
                            owned.get().toString(),
                            MoveOrder.Intent.RUN);
                    return List.of(new Step.OrderMove(order, target.get()));
                }
            }
        }
        return List.of();
    }
}
