package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.Resolved;
import io.shardwright.resolver.ShardSetResolver;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.ShardStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One random sequence: edits and faults for a while, then calm until all is settled, then one edit without faults that must
 * take exactly its fewest moves. The seed decides everything.
 */
final class Sequence {
    private static final long PATIENCE = 150 * Timeline.SECOND;

    /** Figures of a run. */
    record Result(long steps, int adopted, long virtualSeconds) {}

    private final Random random;
    private final Specs specs;
    private final World world;
    private final List<Operator> operators = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Set<Integer> lostVolume = new HashSet<>();
    private Map<String, Object> before;
    private int processes;

    private Sequence(long seed, @Nullable Plant plant, @Nullable List<String> trace) {
        this.random = new Random(seed);
        this.specs = new Specs(random);
        this.world = new World(random, plant, specs.current(), trace);
        this.before = specs.remember();
    }

    /**
     * Runs a sequence.
     *
     * @param plant what is wrong on purpose, or null
     * @param trace filled with what happens, or null
     * @throws Violation if an invariant doesn't hold
     */
    static Result run(long seed, @Nullable Plant plant, @Nullable List<String> trace) {
        var sequence = new Sequence(seed, plant, trace);
        try {
            return sequence.run();
        } finally {
            sequence.world.time.end();
        }
    }

    private Result run() {
        startOperator();
        world.time.runUntil(4 * Timeline.SECOND);
        for (int i = 0; i < 3; i++) {
            clients.add(new Client(world, "client-" + i));
        }
        world.network.setFaulty(true);
        long end = world.time.now() + (12 + random.nextInt(14)) * Timeline.SECOND;
        while (world.time.now() < end) {
            act();
            world.time.runUntil(world.time.now() + (100 + random.nextInt(1_800)) * Timeline.MILLI);
            world.checker.requireRequestsEnd();
        }
        calmDown();
        settle();
        edit(specs.edit());
        requireFewestMoves();
        long settled = world.time.now();
        clients.forEach(Client::stop);
        world.time.runUntil(settled + 20 * Timeline.SECOND);
        world.checker.requireRequestsEnd();
        world.checker.requireTidy();
        return new Result(world.time.steps(), world.checker.adopted(), settled / Timeline.SECOND);
    }

    private void startOperator() {
        operators.add(new Operator(world, "operator-" + ++processes));
    }

    private void killOperators() {
        operators.forEach(Operator::kill);
        operators.clear();
    }

    private void edit(String what) {
        world.trace(() -> "edit: " + what);
        world.api.edit(specs.of(world.api.objects().shardSet()));
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> {
                before = specs.remember();
                edit(specs.edit());
            }
            case 5 -> {
                specs.revert(before);
                edit("reverted");
            }
            case 6 -> pause();
            case 7, 8 -> restartOperator();
            case 9 -> secondOperator();
            case 10, 11, 12 -> onPod(this::crash);
            case 13, 14 ->
                onPod(pod -> {
                    Replica replica = pod.replica();
                    if (replica != null) {
                        world.trace(() -> pod.name + " asks for votes");
                        replica.campaign();
                    }
                });
            case 15 -> onPod(this::loseVolume);
            case 16 -> onPod(this::foreignVolume);
            case 17, 18 -> cut();
            default -> {
                if (random.nextInt(2) == 0) {
                    world.trace(() -> "the map is lost");
                    world.api.loseMap();
                }
            }
        }
    }

    private void pause() {
        specs.pause(true);
        edit("paused");
        world.time.after((1 + random.nextInt(3)) * Timeline.SECOND, () -> {
            specs.pause(false);
            edit("resumed");
        });
    }

    private void restartOperator() {
        world.trace(() -> "operators are killed");
        killOperators();
        world.time.after(random.nextInt(2_000) * Timeline.MILLI, () -> {
            if (operators.isEmpty()) {
                startOperator();
            }
        });
    }

    private void secondOperator() {
        if (operators.size() != 1) {
            return;
        }
        world.trace(() -> "a second operator begins before the first one ends");
        Operator first = operators.getFirst();
        startOperator();
        world.time.after((200 + random.nextInt(3_000)) * Timeline.MILLI, () -> {
            if (operators.size() > 1 && operators.remove(first)) {
                first.kill();
            }
        });
    }

    private interface Fault {
        void at(Pod pod);
    }

    private void onPod(Fault fault) {
        List<Pod> pods = world.pods().stream().filter(Pod::isUp).toList();
        if (!pods.isEmpty()) {
            fault.at(pods.get(random.nextInt(pods.size())));
        }
    }

    private void crash(Pod pod) {
        world.trace(() -> pod.name + " crashes");
        Replica replica = pod.replica();
        if (replica != null && random.nextBoolean()) {
            replica.checkpoint();
        }
        pod.crash();
        world.time.after(random.nextInt(4_000) * Timeline.MILLI, () -> startIfThere(pod));
    }

    private void startIfThere(Pod pod) {
        if (world.pod(pod.name) == pod) {
            pod.start();
        }
    }

    /** At most one volume of a shard of three: what a majority had stays there. */
    private void loseVolume(Pod pod) {
        boolean spare = world.podsOf(pod.shard).size() == 3
                && world.podsOf(pod.shard).stream().allMatch(p -> p.replica() != null);
        if (!spare || !lostVolume.add(pod.shard)) {
            return;
        }
        world.trace(() -> pod.name + " loses its volume");
        pod.crash();
        pod.setDisk(new Disk(world.uid, pod.shard, world.newId()));
        world.time.after(random.nextInt(2_000) * Timeline.MILLI, () -> startIfThere(pod));
    }

    private void foreignVolume(Pod pod) {
        if (!pod.disk().shardSetUid.equals(world.uid)) {
            return;
        }
        world.trace(() -> pod.name + " gets the volume of another ShardSet for a while");
        Disk own = pod.disk();
        pod.crash();
        var foreign = new Disk(world.newId(), pod.shard, world.newId());
        foreign.membership = new Disk.Membership(List.of(new Member(foreign.peer, pod.name)), "0-15");
        foreign.baseVoters = foreign.membership.founders();
        pod.setDisk(foreign);
        pod.start();
        world.time.after((1 + random.nextInt(4)) * Timeline.SECOND, () -> {
            pod.crash();
            pod.setDisk(own);
            startIfThere(pod);
        });
    }

    private void cut() {
        String one = "store-" + random.nextInt(Specs.MAX_SHARDS) + "-";
        String other = "store-" + random.nextInt(Specs.MAX_SHARDS) + "-";
        String pod = one + random.nextInt(3);
        long nanos = (500 + random.nextInt(8_000)) * Timeline.MILLI;
        int kind = random.nextInt(4);
        world.trace(() ->
                "cut " + kind + " of " + one + " " + other + " " + pod + " for " + nanos / Timeline.MILLI + " ms");
        switch (kind) {
            case 0 -> world.network.cut((a, b) -> a.startsWith(one) && b.startsWith(other), nanos);
            case 1 -> world.network.cut((a, b) -> a.equals(pod) && !b.equals(pod), nanos);
            case 2 -> world.network.cut((a, b) -> a.startsWith("operator") && b.startsWith(one), nanos);
            default -> world.network.cut((a, b) -> a.startsWith("operator") && b.equals("api"), nanos);
        }
    }

    private void calmDown() {
        world.time.runUntil(world.time.now() + 5 * Timeline.SECOND); // what comes back by itself is back
        world.trace(() -> "faults stop");
        world.network.healAll();
        world.network.setFaulty(false);
        specs.pause(false);
        edit("resumed");
        killOperators();
        startOperator();
        world.pods().forEach(this::startIfThere);
    }

    private void settle() {
        long end = world.time.now() + PATIENCE;
        String missing = "it hasn't begun";
        while (world.time.now() < end) {
            world.time.runUntil(world.time.now() + Timeline.SECOND);
            world.checker.requireRequestsEnd();
            missing = missing();
            if (missing == null) {
                world.checker.requireTidy();
                return;
            }
        }
        throw new Violation(Invariant.SETTLES, PATIENCE / Timeline.SECOND + " s without faults, and " + missing);
    }

    /** What keeps it from being settled; null if nothing does. */
    private @Nullable String missing() {
        var truths = world.checker.truths();
        var sets = world.api.objects().sets();
        int wanted = specs.current().shards();
        boolean refused = target().isEmpty();
        if (!refused && (sets.size() != wanted || truths.size() != wanted)) {
            return wanted + " shards are wanted, there are " + sets.keySet();
        }
        for (var truth : truths.entrySet()) {
            ShardStore store = truth.getValue().store;
            var open = store == null
                    ? List.<Move>of()
                    : store.moves().stream().filter(m -> !m.isOver()).toList();
            if (!open.isEmpty()) {
                return "shard " + truth.getKey() + " has open moves " + open;
            }
        }
        int moves = plannedMoves();
        if (moves != 0) {
            return moves + " partitions aren't where they belong";
        }
        Pace pace = operators.getFirst().pace();
        return pace == (refused ? Pace.HINDERED : Pace.SETTLED) ? null : "the operator is " + pace;
    }

    /** What the specification asks for; empty where it is refused, and then nothing is to be moved. */
    private Optional<Resolved> target() {
        var classes = new TreeMap<ShardId, String>();
        world.api
                .objects()
                .sets()
                .forEach((shard, set) -> set.placement().nodeClass().ifPresent(c -> classes.put(shard, c.name())));
        return ShardSetResolver.resolve(specs.current(), new ClassAssignment(classes)) instanceof Resolved resolved
                ? Optional.of(resolved)
                : Optional.empty();
    }

    /** The fewest moves from what the shards own to what the specification asks for; -1 if nobody can say. */
    private int plannedMoves() {
        int[] owners = new int[world.partitions];
        Arrays.fill(owners, Ownership.UNOWNED);
        world.checker.truths().forEach((shard, truth) -> {
            ShardStore store = truth.store;
            for (int p = 0; p < world.partitions && store != null; p++) {
                if (store.ownership(p).servedEpoch() > 0) {
                    owners[p] = shard;
                }
            }
        });
        if (Arrays.stream(owners).anyMatch(owner -> owner == Ownership.UNOWNED)) {
            return -1;
        }
        var target = target();
        if (target.isEmpty()) {
            return 0;
        }
        var request = PlanRequest.of(Ownership.of(owners), target.get().shardWeights());
        return Planner.plan(request) instanceof PlanResult.Planned(var plan) ? plan.moveCount() : -1;
    }

    private void requireFewestMoves() {
        world.calm = true;
        int fewest = plannedMoves();
        int adopted = world.checker.adopted();
        settle();
        if (world.checker.adopted() - adopted != fewest) {
            throw new Violation(
                    Invariant.FEWEST_MOVES,
                    (world.checker.adopted() - adopted) + " partitions moved where " + fewest + " had to");
        }
    }
}
