package io.shardwright.controller.growth;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.ClaimedVolume;
import io.shardwright.controller.observe.ClaimedVolume.Expansion;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Shards, by default three, of three replicas with volumes of 1Gi, of which single ones can be put into any state. */
public final class Volumes {
    private static final int REPLICAS = 3;

    private final int shards;
    private final TreeMap<String, Claimed> claims = new TreeMap<>();

    /** What the storage class of all volumes can do. */
    public Expansion expansion = Expansion.ALLOWED;
    /** What StatefulSets were made with. */
    public String template = "1Gi";
    /** What volumes were granted. */
    public String granted = "1Gi";
    /** The class that all shards are meant for, and their pods. */
    public Optional<String> nodeClass = Optional.empty();

    /** A claim. */
    public static final class Claimed {
        public String requested = "1Gi";
        public String capacity = "1Gi";
        public boolean bound = true;
        public boolean deleting;
        public boolean missing;
        public Optional<String> obstacle = Optional.empty();

        /** It was made to ask for this, and has it. */
        public void grow(String size) {
            requested = size;
            capacity = size;
        }
    }

    public Volumes() {
        this(3);
    }

    Volumes(int shards) {
        this.shards = shards;
        for (int shard = 0; shard < shards; shard++) {
            for (int place = 0; place < REPLICAS; place++) {
                claims.put(pod(shard, place), new Claimed());
            }
        }
    }

    private static String pod(int shard, int place) {
        return "plain-%d-%d".formatted(shard, place);
    }

    /** One of them. */
    @SuppressWarnings("NullAway") // One that is missing is a failure of the test.
    public Claimed claim(int shard, int place) {
        return claims.get(pod(shard, place));
    }

    /** All of them. */
    public List<Claimed> all() {
        return List.copyOf(claims.values());
    }

    /** What is observed under a specification. */
    public Observed observe(String fields) {
        return observe(fields, Instant.EPOCH);
    }

    Observed observe(String fields, Instant at) {
        var observed = new TreeMap<ShardId, ObservedShard>();
        for (int shard = 0; shard < shards; shard++) {
            observed.put(new ShardId(shard), shard(shard));
        }
        return new Observed(
                ShardSets.plain("shards: %d, partitions: 64, %s".formatted(shards, fields)),
                Optional.empty(),
                observed,
                Inheritance.none("uid"),
                1,
                Locations.NONE,
                List.of(),
                at);
    }

    private ObservedShard shard(int shard) {
        var replicas = new ArrayList<Replica>();
        var found = new ArrayList<Claim>();
        for (int place = 0; place < REPLICAS; place++) {
            String pod = pod(shard, place);
            var facts = new PodFacts(
                    "uid", "revision", nodeClass, PodFacts.State.READY, false, false, Instant.EPOCH, Optional.empty());
            replicas.add(new Replica(pod, Optional.empty(), new Answer.Silent("silent"), true, Optional.of(facts)));
            if (!claim(shard, place).missing) {
                found.add(claim(pod, claim(shard, place)));
            }
        }
        return new ObservedShard(
                new ShardId(shard),
                nodeClass,
                new Volume(new Quantity(granted), Optional.empty()),
                replicas,
                false,
                new SetFacts(
                        Optional.of("revision"),
                        found,
                        granted.equals(template) ? Optional.empty() : Optional.of(new Quantity(template)),
                        Instant.EPOCH));
    }

    private Claim claim(String pod, Claimed claimed) {
        var volume = new ClaimedVolume(
                new Quantity(claimed.requested),
                Optional.of(new Quantity(claimed.capacity)).filter(capacity -> claimed.bound),
                claimed.bound,
                Optional.of("standard").filter(name -> expansion != Expansion.NO_CLASS),
                expansion,
                claimed.obstacle,
                "7");
        return new Claim("data-" + pod, "uid-of-" + pod, pod, true, claimed.deleting, Optional.of(volume));
    }
}
