package io.shardwright.controller.gate;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.Member;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardOwnership;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Founded shards whose pods can be put into any state, and what is observed of them. */
@SuppressWarnings("NullAway") // A shard or pod that is looked up and missing is a failure of the test.
public final class Scene {
    private static final long APPLIED = 100_000;

    private final ShardSet shardSet;
    private final Map<String, Pod> pods = new TreeMap<>();
    private final Map<Integer, Integer> places = new TreeMap<>();
    private final Map<Integer, List<Member>> voters = new TreeMap<>();
    private final Map<Integer, String> leaders = new TreeMap<>();
    private final List<MoveStatus> moves = new ArrayList<>();
    private final Map<Integer, List<SetFacts.Claim>> claims = new TreeMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int uids;

    /** The current template of all shards; pods keep the one that they were made from. */
    public String revision = "a";

    /** A pod. */
    public static final class Pod {
        public final String name;
        public String uid;
        public String revision;
        public PodFacts.State state = PodFacts.State.READY;
        public Instant since;
        public boolean deleting;
        public boolean lost;
        public Optional<String> nodeClass = Optional.empty();
        public boolean answers = true;
        public long applied = APPLIED;
        public Role role = Role.FOLLOWER;
        public long silentMillis = 100;
        public boolean listed = true;
        public @Nullable Long roleMillis = 60_000L;
        public Optional<String> trouble = Optional.empty();

        Pod(String name, String uid, String revision, Instant since) {
            this.name = name;
            this.uid = uid;
            this.revision = revision;
            this.since = since;
        }

        /** It can't come up. */
        public void fail(String words) {
            state = PodFacts.State.FAILING;
            answers = false;
            trouble = Optional.of(words);
        }
    }

    /** Shards whose groups have a voter at each place. */
    public Scene(int shards, int replicas, String fields) {
        shardSet = ShardSets.plain(
                "shards: %d, replicasPerShard: %d, partitions: 64%s".formatted(shards, replicas, fields));
        for (int shard = 0; shard < shards; shard++) {
            var members = new ArrayList<Member>();
            for (int place = 0; place < replicas; place++) {
                var pod = add(shard, place);
                members.add(new Member(peer(pod.name), pod.name));
            }
            voters.put(shard, members);
            leaders.put(shard, members.getFirst().pod());
        }
        pass(Duration.ofMinutes(1));
    }

    private static String peer(String pod) {
        return "peer-of-" + pod;
    }

    /** A further place with its pod. */
    public Pod add(int shard, int place) {
        var pod = new Pod("plain-%d-%d".formatted(shard, place), "uid-" + uids++, revision, now);
        pods.put(pod.name, pod);
        places.merge(shard, place + 1, Math::max);
        return pod;
    }

    /** A further place whose replica belongs to no group yet. */
    public Pod newcomer(int shard, int place) {
        var pod = add(shard, place);
        pod.role = Role.WAITING;
        return pod;
    }

    public Pod pod(int shard, int place) {
        return pods.get("plain-%d-%d".formatted(shard, place));
    }

    /** The pod with this name is made anew from the current template, and comes up at once. */
    public Pod remake(String name) {
        var pod = new Pod(name, "uid-" + uids++, revision, now);
        pods.put(name, pod);
        return pod;
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    public void lead(int shard, int place) {
        leaders.put(shard, "plain-%d-%d".formatted(shard, place));
    }

    public String leader(int shard) {
        return leaders.get(shard);
    }

    /** The voters of a shard are those at these places. */
    public void voters(int shard, int... at) {
        var members = new ArrayList<Member>();
        for (int place : at) {
            String pod = "plain-%d-%d".formatted(shard, place);
            members.add(new Member(peer(pod), pod));
        }
        voters.put(shard, members);
    }

    public void claims(int shard, SetFacts.Claim... all) {
        claims.put(shard, List.of(all));
    }

    /** A move that is being copied. */
    public void move(int from, int to) {
        moves.add(
                new MoveStatus("m%d-%d".formatted(from, to), from, to, "" + from, MovePhase.COPYING, 0, 0, 0, 0, null));
    }

    /** The moves that shards list are these; each is listed by both of its shards. */
    public void list(MoveStatus... listed) {
        moves.clear();
        moves.addAll(List.of(listed));
    }

    public void endMoves() {
        moves.clear();
    }

    public DisruptionGate gate() {
        var observed = observe();
        return new DisruptionGate(observed, ConfirmedOwnership.of(observed));
    }

    public Observed observe() {
        var shards = new TreeMap<ShardId, ObservedShard>();
        var entries = new ArrayList<ShardOwnership>();
        places.forEach((shard, count) -> {
            shards.put(new ShardId(shard), shard(shard, count));
            entries.add(new ShardOwnership(
                    shard,
                    ranges(shard),
                    voters.get(shard).stream().map(Member::peer).toList()));
        });
        var map = PartitionMapSpec.of("uid", 1, 64, entries, List.of());
        return new Observed(
                shardSet,
                Optional.of(new PublishedMap(map, Instant.EPOCH, "1", true)),
                shards,
                Inheritance.none("uid"),
                1,
                Locations.NONE,
                List.of(),
                now);
    }

    /** Shard i owns partition i; the first one the rest too. */
    private String ranges(int shard) {
        int shards = places.size();
        return shard > 0 ? "" + shard : shards == 1 ? "0-63" : "0," + shards + "-63";
    }

    /** The class of hardware that shards are meant for; pods keep the one that they were made for. */
    public Optional<String> nodeClass = Optional.empty();

    private ObservedShard shard(int shard, int count) {
        var replicas = new ArrayList<Replica>();
        for (int place = 0; place < count; place++) {
            replicas.add(replica(shard, pod(shard, place)));
        }
        return new ObservedShard(
                new ShardId(shard),
                nodeClass,
                new Volume(new Quantity("1Gi"), Optional.empty()),
                replicas,
                false,
                new SetFacts(Optional.of(revision), claims.getOrDefault(shard, List.of())));
    }

    private Replica replica(int shard, Pod pod) {
        var facts = new PodFacts(
                pod.uid, pod.revision, pod.nodeClass, pod.state, pod.deleting, pod.lost, pod.since, pod.trouble);
        Answer answer =
                pod.answers ? new Answer.Answered(status(shard, pod)) : new Answer.Silent("refuses connections");
        return new Replica(
                pod.name, Optional.of(PodAddress.ofIp(pod.name, "10.0.0.1")), answer, true, Optional.of(facts));
    }

    private ShardStatus status(int shard, Pod pod) {
        boolean leads = leaders.get(shard).equals(pod.name);
        return new ShardStatus(
                "v1",
                "uid",
                shard,
                pod.name,
                peer(pod.name),
                leads ? Role.LEADER : pod.role,
                1,
                null,
                null,
                leads,
                1,
                pod.applied,
                List.of(new EpochRanges(1, ranges(shard))),
                voters.get(shard),
                moves.stream().filter(m -> m.from() == shard || m.to() == shard).toList(),
                0,
                0,
                0,
                0,
                List.of(),
                leads ? heard(shard) : List.of(),
                pod.roleMillis);
    }

    private List<ShardStatus.Follower> heard(int shard) {
        return voters.get(shard).stream()
                .filter(voter -> !voter.pod().equals(leaders.get(shard)) && pods.containsKey(voter.pod()))
                .filter(voter -> pods.get(voter.pod()).listed)
                .map(voter -> new ShardStatus.Follower(voter.peer(), pods.get(voter.pod()).silentMillis))
                .toList();
    }
}
