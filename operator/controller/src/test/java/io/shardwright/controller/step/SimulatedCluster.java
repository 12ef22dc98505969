package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.Member;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Identity;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Leftover;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import io.shardwright.crds.v1alpha1.Retention;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shards in memory that do what the contract says, and an API server that takes what is written by compare-and-swap. */
@SuppressWarnings("NullAway") // A shard that is looked up and missing is a failure of the test.
public final class SimulatedCluster {
    private final RandomGenerator random;
    private final String identity;
    private ShardSet shardSet;
    private Optional<PublishedMap> map = Optional.empty();
    private long revision;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<ShardId, Shard> shards = new TreeMap<>();
    /** Shards of which only the volumes are there. */
    private final Map<ShardId, Shard> left = new TreeMap<>();

    private final Map<String, Rebalance> rebalances = new TreeMap<>();
    /** Epochs of partitions that the source has given up and the target hasn't adopted. */
    private final Map<Integer, Long> decided = new HashMap<>();

    public int adoptions;
    long bytesPerPartition = 100;
    private boolean saysRates = true;

    public SimulatedCluster(ShardSet shardSet, RandomGenerator random) {
        this.shardSet = shardSet;
        this.identity = shardSet.getMetadata().getUid();
        this.random = random;
    }

    /** The ShardSet is deleted with Retain, and another of its name is made. */
    void recreate(ShardSet another) {
        shardSet = another;
        left.putAll(shards);
        shards.clear();
        rebalances.clear(); // they are owned by the one that is gone
    }

    void replaceMap(PartitionMapSpec spec) {
        map = Optional.of(new PublishedMap(spec, Instant.EPOCH, Long.toString(++revision)));
    }

    public void edit(ShardSet edited) {
        shardSet = edited;
    }

    /** A replica's volume is gone: its pod comes back with a new peer id. */
    void loseVolume(int shard, int replica) {
        var lost = shards.get(new ShardId(shard));
        String peer = new UUID(random.nextLong(), random.nextLong()).toString();
        lost.peers.set(replica, peer);
        lost.claims.put("data-" + pod(new ShardId(shard), replica), peer);
    }

    /** The shards are of a version that knows no rates. */
    void sayNothingOfRates() {
        saysRates = false;
    }

    void loseMap() {
        map = Optional.empty();
    }

    /** A shard: its replicas' peers, its group once founded, and what it owns by partition. */
    private static final class Shard {
        final ShardPlacement placement;
        final List<String> peers = new ArrayList<>();
        List<Member> members = List.of();
        final Map<Integer, Long> owned = new TreeMap<>();
        final Map<String, MoveStatus> moves = new LinkedHashMap<>();
        /** The peer on each claim's volume; a claim stays when its place goes. */
        final Map<String, String> claims = new TreeMap<>();

        long mapEpoch;
        int leadsSince;
        final Instant created;

        Shard(ShardPlacement placement, Instant created) {
            this.placement = placement;
            this.created = created;
        }
    }

    /** What is observed now; each shard may be without a leader with this probability. */
    public Observed observe(double leaderless) {
        var observed = new TreeMap<ShardId, ObservedShard>();
        shards.forEach((id, shard) -> observed.put(id, observed(id, shard, random.nextDouble() >= leaderless)));
        var leftovers = new TreeMap<ShardId, Leftover>();
        left.forEach((id, shard) ->
                leftovers.put(id, new Leftover(shard.peers.size(), shard.placement.volume(shardSet.getSpec()))));
        return new Observed(
                shardSet,
                map,
                observed,
                new Inheritance(new Identity.Known(identity), leftovers),
                1,
                Locations.NONE,
                List.copyOf(rebalances.values()),
                now);
    }

    private ObservedShard observed(ShardId id, Shard shard, boolean hasLeader) {
        var replicas = IntStream.range(0, shard.peers.size())
                .mapToObj(i -> replica(id, shard, i, hasLeader))
                .toList();
        return new ObservedShard(
                id,
                shard.placement.nodeClass().map(c -> c.name()),
                shard.placement.volume(shardSet.getSpec()),
                replicas,
                false,
                new SetFacts(
                        Optional.empty(),
                        shard.claims.keySet().stream()
                                .map(claim -> claim(claim, replicas))
                                .toList(),
                        Optional.empty(),
                        shard.created));
    }

    private static SetFacts.Claim claim(String name, List<Replica> replicas) {
        String pod = name.substring("data-".length());
        boolean inUse = replicas.stream().anyMatch(replica -> replica.pod().equals(pod));
        return new SetFacts.Claim(name, "uid-of-" + name, pod, inUse, false);
    }

    private Replica replica(ShardId id, Shard shard, int ordinal, boolean hasLeader) {
        String pod = pod(id, ordinal);
        var present = IntStream.range(0, shard.peers.size())
                .filter(i ->
                        shard.members.stream().anyMatch(member -> member.peer().equals(shard.peers.get(i))))
                .toArray();
        boolean elected = hasLeader && !shard.members.isEmpty() && present.length > shard.members.size() / 2;
        boolean leads = elected && ordinal == present[shard.leadsSince % present.length];
        boolean isMember = IntStream.of(present).anyMatch(i -> i == ordinal);
        var role = !isMember ? Role.WAITING : leads ? Role.LEADER : Role.FOLLOWER;
        var status = new ShardStatus(
                "v1",
                identity,
                id.ordinal(),
                pod,
                shard.peers.get(ordinal),
                role,
                1,
                null,
                null,
                leads,
                shard.mapEpoch,
                1,
                byEpoch(shard.owned),
                shard.members,
                List.copyOf(shard.moves.values()),
                shard.owned.size(),
                shard.owned.size() * bytesPerPartition,
                0,
                0,
                List.of(),
                leads ? followers(shard) : List.of(),
                null);
        return new Replica(pod, Optional.of(PodAddress.ofIp(pod, "10.0.0.1")), new Answer.Answered(status), true);
    }

    private static List<ShardStatus.Follower> followers(Shard shard) {
        return shard.members.stream()
                .map(member -> new ShardStatus.Follower(member.peer(), 0))
                .toList();
    }

    private static List<EpochRanges> byEpoch(Map<Integer, Long> owned) {
        var partitions = new TreeMap<Long, List<Integer>>();
        owned.forEach((p, epoch) ->
                partitions.computeIfAbsent(epoch, e -> new ArrayList<>()).add(p));
        return partitions.entrySet().stream()
                .map(e -> new EpochRanges(
                        e.getKey(),
                        PartitionRanges.of(e.getValue().stream().mapToInt(p -> p))
                                .toString()))
                .toList();
    }

    /** Carries out steps; stops for a crash before the one with this index. */
    public void carryOut(List<Step> steps, int crashBefore) {
        for (int i = 0; i < Math.min(steps.size(), crashBefore); i++) {
            switch (steps.get(i)) {
                case Step.CreateMap(PartitionMapSpec spec, boolean rebuilt) -> {
                    assertThat(map)
                            .as("a map is created only where there is none")
                            .isEmpty();
                    publish(spec);
                }
                case Step.WriteMap write -> {
                    assertThat(write.resourceVersion())
                            .isEqualTo(map.orElseThrow().resourceVersion());
                    assertThat(write.spec().epoch())
                            .isGreaterThanOrEqualTo(map.orElseThrow().spec().epoch());
                    publish(write.spec());
                }
                case Step.EnsureObjects ensure ->
                    ensure.placements()
                            .forEach(placement -> ensure(
                                    placement,
                                    ensure.replicas()
                                            .getOrDefault(
                                                    placement.shard(),
                                                    shardSet.getSpec().replicasPerShard())));
                case Step.StepDown(ShardId shard, PodAddress leader) ->
                    shards.get(shard).leadsSince = random.nextInt(7);
                case Step.RestartPod restart -> {}
                case Step.GrowClaim growth -> throw new AssertionError("no volumes are edited here: " + growth);
                case Step.DeleteClaim claim -> shards.get(claim.shard()).claims.remove(claim.claim());
                case Step.OrderMembers order -> members(order);
                case Step.OrderMove order -> move(order);
                case Step.PushMap push ->
                    shards.values()
                            .forEach(shard -> shard.mapEpoch =
                                    Math.max(shard.mapEpoch, push.map().epoch()));
                case Step.RemoveShard(ShardId shard) -> remove(shard);
                case Step.WriteRebalance(RebalanceWrite write) -> write(write);
            }
        }
    }

    private void publish(PartitionMapSpec spec) {
        var owners = new HashMap<Integer, Integer>();
        spec.shards()
                .forEach(entry -> PartitionRanges.parse(entry.ranges(), spec.partitions())
                        .forEach(p -> assertThat(owners.put(p, entry.shard()))
                                .as("one owner of partition %d", p)
                                .isNull()));
        assertThat(owners).as("every partition has an owner").hasSize(spec.partitions());
        var retained = shardSet.getSpec().storage().retention() == Retention.Retain;
        map = Optional.of(new PublishedMap(spec, now, Long.toString(++revision), retained));
    }

    private void write(RebalanceWrite write) {
        switch (write) {
            case RebalanceWrite.Create create -> {
                var made = create.rebalance();
                assertThat(rebalances).as("one of a name is made once").doesNotContainKey(write.name());
                rebalances.put(write.name(), rebalance(write.name(), 1, made.getSpec(), null));
            }
            case RebalanceWrite.Report(String name, RebalanceStatus status, var notice) -> {
                var before = rebalances.get(name);
                assertThat(before.getStatus() == null
                                || before.getStatus().phase() == null
                                || !before.getStatus().phase().isFinal())
                        .as("what is over stays as it ended")
                        .isTrue();
                rebalances.put(name, rebalance(name, before.getMetadata().getGeneration(), before.getSpec(), status));
            }
            case RebalanceWrite.Forget(String name) -> rebalances.remove(name);
        }
    }

    private static Rebalance rebalance(
            String name, long generation, RebalanceSpec spec, @Nullable RebalanceStatus status) {
        var rebalance = new Rebalance();
        rebalance.getMetadata().setName(name);
        rebalance.getMetadata().setGeneration(generation);
        rebalance.setSpec(spec);
        rebalance.setStatus(status);
        return rebalance;
    }

    /** A user edits the Rebalance of that number. */
    public void decide(int number, UnaryOperator<RebalanceSpec> edit) {
        var before = rebalance(number);
        rebalances.put(
                before.getMetadata().getName(),
                rebalance(
                        before.getMetadata().getName(),
                        before.getMetadata().getGeneration() + 1,
                        edit.apply(before.getSpec()),
                        before.getStatus()));
    }

    /** A user deletes the Rebalance of that number. */
    public void forget(int number) {
        rebalances.remove(rebalance(number).getMetadata().getName());
    }

    /** The Rebalance of that number. */
    public Rebalance rebalance(int number) {
        return rebalances.get(shardSet.getMetadata().getName() + "-r" + number);
    }

    /** The names of all Rebalances. */
    public Set<String> rebalances() {
        return Set.copyOf(rebalances.keySet());
    }

    private void ensure(ShardPlacement placement, int replicas) {
        var shard = shards.computeIfAbsent(placement.shard(), id -> {
            if (left.containsKey(id)) {
                return left.remove(id);
            }
            assertThat(map).as("a map is on record before any shard exists").isPresent();
            return new Shard(placement, now);
        });
        while (shard.peers.size() > replicas) {
            String gone = shard.peers.removeLast();
            assertThat(shard.members)
                    .as("a place goes only after its voter")
                    .noneMatch(member -> member.peer().equals(gone));
        }
        while (shard.peers.size() < replicas) {
            int place = shard.peers.size();
            shard.peers.add(shard.claims.computeIfAbsent(
                    "data-" + pod(placement.shard(), place),
                    claim -> new UUID(random.nextLong(), random.nextLong()).toString()));
        }
    }

    private String pod(ShardId shard, int place) {
        return shardSet.getMetadata().getName() + "-" + shard + "-" + place;
    }

    private void members(Step.OrderMembers order) {
        var shard = shards.get(order.shard());
        var bootstrap = order.order().bootstrap();
        if (!shard.members.isEmpty()) {
            long changed = order.order().voters().stream()
                    .filter(voter -> !shard.members.contains(voter))
                    .count();
            assertThat(changed)
                    .as("voters change one at a time, where a group of two would need both")
                    .isLessThanOrEqualTo(shard.members.size() == 1 ? 2 : 1);
            var peers = order.order().voters().stream().map(Member::peer).toList();
            assertThat(shard.peers.stream().filter(peers::contains).count())
                    .as("a majority of the voters is there")
                    .isGreaterThan(peers.size() / 2);
            shard.members = order.order().voters();
        }
        if (bootstrap != null && shard.members.isEmpty()) {
            assertThat(map.orElseThrow().entry(order.shard()).orElseThrow().group())
                    .as("founding members are on record before they are told")
                    .containsExactlyInAnyOrderElementsOf(
                            order.order().voters().stream().map(Member::peer).toList());
            shard.members = order.order().voters();
            PartitionRanges.parse(bootstrap.ranges(), shardSet.getSpec().partitions())
                    .forEach(p -> shard.owned.put(p, 1L));
        }
    }

    private void move(Step.OrderMove step) {
        var order = step.order();
        var source = shards.get(new ShardId(order.from()));
        var target = shards.get(new ShardId(order.to()));
        switch (order.intent()) {
            case RUN -> {
                if (!target.moves.containsKey(order.id())) {
                    var ranges = PartitionRanges.parse(
                            order.ranges(), shardSet.getSpec().partitions());
                    ranges.forEach(p -> assertThat(source.owned)
                            .as("the source of %s owns %d", order, p)
                            .containsKey(p));
                    set(
                            order.id(),
                            new MoveStatus(
                                    order.id(),
                                    order.from(),
                                    order.to(),
                                    order.ranges(),
                                    MovePhase.COPYING,
                                    0,
                                    0,
                                    bytesPerPartition * ranges.size(),
                                    0,
                                    null,
                                    saysRates ? order.maxBytesPerSecond() : null,
                                    null));
                } else if (target.moves.get(order.id()).phase() == MovePhase.COPYING) {
                    set(order.id(), at(target.moves.get(order.id()), saysRates ? order.maxBytesPerSecond() : null));
                }
            }
            case ABORT -> {
                var move = target.moves.get(order.id());
                if (move.phase() == MovePhase.COPYING) {
                    set(order.id(), at(move, MovePhase.ABORTED));
                }
            }
        }
    }

    private void set(String id, MoveStatus move) {
        shards.get(new ShardId(move.from())).moves.put(id, move);
        shards.get(new ShardId(move.to())).moves.put(id, move);
    }

    private static MoveStatus at(MoveStatus move, MovePhase phase) {
        return status(move, phase, move.maxBytesPerSecond());
    }

    private static MoveStatus at(MoveStatus move, @Nullable Long rate) {
        return status(move, move.phase(), rate);
    }

    private static MoveStatus status(MoveStatus move, MovePhase phase, @Nullable Long rate) {
        return new MoveStatus(
                move.id(), move.from(), move.to(), move.ranges(), phase, 0, 0, move.bytesTotal(), 0, null, rate, null);
    }

    private void remove(ShardId id) {
        var shard = shards.remove(id);
        assertThat(shard.owned).as("a removed shard owns nothing").isEmpty();
        assertThat(shard.moves.values()).allMatch(move -> move.phase().isFinal());
        assertThat(map.orElseThrow().entry(id))
                .as("the map lists no removed shard")
                .isEmpty();
    }

    /** Time passes: moves go on. */
    public void pass() {
        now = now.plusMillis(random.nextInt(300, 4000));
        shards.values().stream()
                .flatMap(shard -> shard.moves.values().stream())
                .filter(move -> !move.phase().isFinal() && random.nextInt(3) > 0)
                .toList()
                .forEach(this::advance);
    }

    /**
     * The same, until this much time has passed.
     *
     * @param before runs each time before some passes
     */
    void pass(Duration time, Runnable before) {
        var end = now.plus(time);
        while (now.isBefore(end)) {
            before.run();
            pass();
        }
    }

    private void advance(MoveStatus move) {
        var ranges = PartitionRanges.parse(move.ranges(), shardSet.getSpec().partitions());
        var source = shards.get(new ShardId(move.from()));
        var target = shards.get(new ShardId(move.to()));
        var current = target.moves.get(move.id());
        switch (current.phase()) {
            case COPYING -> set(move.id(), at(move, MovePhase.FENCED));
            case FENCED -> set(move.id(), at(move, MovePhase.PREPARED));
            case PREPARED -> {
                ranges.forEach(p -> decided.put(p, source.owned.remove(p) + 1));
                set(move.id(), at(move, MovePhase.COMMITTED));
            }
            case COMMITTED -> {
                ranges.forEach(p -> target.owned.put(p, decided.remove(p)));
                adoptions += ranges.size();
                set(move.id(), at(move, MovePhase.ADOPTED));
            }
            case ADOPTED -> set(move.id(), at(move, MovePhase.DONE));
            case DONE, ABORTED -> {}
        }
    }

    /** The members of a shard's group, by pod. */
    Map<String, String> members(int shard) {
        var members = new TreeMap<String, String>();
        shards.get(new ShardId(shard)).members.forEach(member -> members.put(member.pod(), member.peer()));
        return members;
    }

    /** The peers on a shard's volumes. */
    List<String> peers(int shard) {
        return List.copyOf(shards.get(new ShardId(shard)).peers);
    }

    /** Partitions owned, by shard. */
    public Map<Integer, Integer> counts() {
        var counts = new TreeMap<Integer, Integer>();
        shards.forEach((id, shard) -> counts.put(id.ordinal(), shard.owned.size()));
        return counts;
    }

    public Optional<PublishedMap> map() {
        return map;
    }
}
