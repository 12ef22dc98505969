package io.shardwright.simulation;

import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.step.Decision;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.Step;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process of the operator: rounds of observing, the product's own decision, and carrying it out write by write and call by
 * call, between any two of which it may be killed. It sees objects as informers do, somewhat late.
 */
final class Operator {
    private final World world;
    private final String name;
    private final Task task;
    private final Runnable watcher = this::objectsChanged;
    private ApiServer.Objects seen;
    private Promise<Boolean> news;
    private Decision.@Nullable Pace pace;

    Operator(World world, String name) {
        this.world = world;
        this.name = name;
        this.seen = world.api.objects();
        this.news = new Promise<>(world.time);
        world.api.watch(watcher);
        this.task = world.time.start(name, this::run);
    }

    Decision.@Nullable Pace pace() {
        return pace;
    }

    void kill() {
        world.api.unwatch(watcher);
        task.kill();
    }

    private void objectsChanged() {
        ApiServer.Objects then = world.api.objects();
        long lag = (5 + world.random.nextInt(world.calm ? 20 : 300)) * Timeline.MILLI;
        world.time.after(lag, () -> see(then));
    }

    private void see(ApiServer.Objects objects) {
        if (objects.revision() > seen.revision()) {
            seen = objects;
            news.complete(true);
        }
    }

    private void run() {
        while (true) {
            news = new Promise<>(world.time);
            var observed = observe();
            var decision = Decisions.decide(observed);
            pace = decision.pace();
            var steps = world.plants.decided(observed, decision.steps());
            world.trace(() -> name + ": " + decision.pace() + " "
                    + decision.hindrance().map(h -> h.message()).orElse("") + brief(steps));
            try {
                carryOut(steps);
            } catch (ApiServer.ConflictException e) {
                world.trace(() -> name + ": " + e.getMessage());
            }
            world.time.current().await(news, decision.pace().interval().toNanos());
        }
    }

    private static String brief(List<Step> steps) {
        return steps.stream()
                .filter(step -> !(step instanceof Step.EnsureObjects))
                .map(step -> switch (step) {
                    case Step.OrderMove move -> " " + move.order();
                    case Step.WriteMap write -> " write map " + write.spec().epoch() + ": " + write.why();
                    case Step.RemoveShard remove -> " remove " + remove.shard();
                    default -> " " + step.getClass().getSimpleName();
                })
                .reduce("", String::concat);
    }

    private Observed observe() {
        ApiServer.Objects objects = seen;
        var asked = new LinkedHashMap<String, Promise<ShardStatus>>();
        objects.sets().forEach((shard, set) -> {
            for (int i = 0; i < set.replicas(); i++) {
                Pod pod = pod(shard, set, i);
                if (pod != null) {
                    asked.put(pod.name, world.calls.send(name, pod, true, Pod::status));
                }
            }
        });
        long end = world.time.now() + 2 * Pod.CALL;
        var answers = new TreeMap<String, Answer>();
        asked.forEach((pod, status) -> answers.put(pod, await(status, end)));
        var shards = new TreeMap<ShardId, ObservedShard>();
        objects.sets().forEach((shard, set) -> shards.put(shard, observed(shard, set, answers)));
        return new Observed(
                objects.shardSet(),
                objects.map(),
                shards,
                Inheritance.none(world.uid),
                1,
                Locations.NONE,
                List.copyOf(objects.rebalances().values()),
                world.time.instant());
    }

    /** The pod at a place; null if there is none, or that of an earlier StatefulSet isn't gone yet. */
    private @Nullable Pod pod(ShardId shard, ApiServer.Set set, int place) {
        Pod pod = world.pod(World.podName(shard.ordinal(), place));
        return pod != null && pod.incarnation == set.incarnation() ? pod : null;
    }

    private Answer await(Promise<ShardStatus> status, long end) {
        try {
            return new Answer.Answered(status.get(Math.max(1, end - world.time.now()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return new Answer.Silent("no answer");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObservedShard observed(ShardId shard, ApiServer.Set set, Map<String, Answer> answers) {
        var replicas = new ArrayList<Replica>();
        for (int i = 0; i < set.replicas(); i++) {
            String pod = World.podName(shard.ordinal(), i);
            boolean exists = pod(shard, set, i) != null;
            replicas.add(new Replica(
                    pod,
                    exists ? Optional.of(world.address(pod)) : Optional.empty(),
                    answers.getOrDefault(pod, new Answer.Silent("the pod doesn't exist")),
                    true));
        }
        return new ObservedShard(
                shard,
                set.placement().nodeClass().map(c -> c.name()),
                set.volume(),
                replicas,
                false,
                new SetFacts(Optional.empty(), List.of(), Optional.empty(), set.created()));
    }

    /** In the order of the product's Actor: writes one after the other, then all orders at once. */
    private void carryOut(List<Step> steps) {
        var letters = new ArrayList<Promise<Boolean>>();
        var orders = new ArrayList<Step.Order>();
        boolean onRecord = true;
        for (Step step : steps) {
            switch (step) {
                case Step.CreateMap create -> write(() -> world.api.createMap(create.spec()));
                case Step.WriteMap map -> write(() -> world.api.writeMap(map.spec(), map.resourceVersion()));
                case Step.WriteRebalance(RebalanceWrite rebalance) ->
                    onRecord = onRecord && tried(() -> world.api.writeRebalance(rebalance));
                case Step.EnsureObjects ensure ->
                    ensure.placements().stream()
                            .filter(placement -> differs(placement, replicas(ensure, placement)))
                            .forEach(placement -> tried(() -> world.api.applySet(
                                    placement,
                                    replicas(ensure, placement),
                                    seen.sets().get(placement.shard()))));
                case Step.RestartPod restart -> throw notModelled(restart);
                case Step.DeleteClaim claim -> throw notModelled(claim);
                case Step.GrowClaim growth -> throw notModelled(growth);
                case Step.RemoveShard remove -> {
                    write(() -> {}); // its claims, which stay until its pods are gone
                    write(() -> world.api.deleteSet(remove.shard()));
                }
                case Step.Order order -> orders.add(order);
            }
        }
        if (!onRecord) {
            orders.removeIf(Step.OrderMove.class::isInstance);
        }
        orders.forEach(order -> letters.addAll(send(order)));
        long end = world.time.now() + 2 * Pod.CALL;
        letters.forEach(letter -> {
            long left = end - world.time.now();
            if (left > 0) {
                world.time.current().await(letter, left);
            }
        });
    }

    /** Templates, numbers of replicas and sizes of volumes aren't edited here, so nothing asks for these steps. */
    private static IllegalStateException notModelled(Step step) {
        return new IllegalStateException("not modelled: " + step);
    }

    private int replicas(Step.EnsureObjects ensure, ShardPlacement placement) {
        return ensure.replicas()
                .getOrDefault(placement.shard(), seen.shardSet().getSpec().replicasPerShard());
    }

    /** A write whose failure holds up nothing but what needs it. */
    private boolean tried(Runnable write) {
        try {
            write(write);
            return true;
        } catch (ApiServer.ConflictException e) {
            world.trace(() -> name + ": " + e.getMessage());
            return false;
        }
    }

    private boolean differs(ShardPlacement wanted, int replicas) {
        ApiServer.Set set = seen.sets().get(wanted.shard());
        return set == null || !set.placement().equals(wanted) || set.replicas() != replicas;
    }

    /** A write of the API server, before and after which the process may die. */
    private void write(Runnable write) {
        pause();
        if (!world.network.reaches(name, "api")) {
            throw new ApiServer.ConflictException("the API server can't be reached");
        }
        write.run();
        see(world.api.objects());
        pause();
    }

    private void pause() {
        world.time.current().sleep((1 + world.random.nextInt(10)) * Timeline.MILLI);
    }

    private List<Promise<Boolean>> send(Step.Order order) {
        return switch (order) {
            case Step.OrderMembers members -> send(members.pods(), pod -> pod.order(members.order()));
            case Step.OrderMove move ->
                send(List.of(move.target()), pod -> {
                    var unused = pod.moves().order(move.order());
                    return true;
                });
            case Step.StepDown stepDown -> send(List.of(stepDown.leader()), Pod::stepDown);
            case Step.PushMap push -> send(push.pods(), pod -> pod.publish(push.map()));
        };
    }

    private List<Promise<Boolean>> send(List<PodAddress> to, Calls.Handler<Boolean> handler) {
        return to.stream()
                .flatMap(address -> Optional.ofNullable(world.pod(address.pod())).stream())
                .map(pod -> world.calls.send(name, pod, true, handler))
                .toList();
    }
}
