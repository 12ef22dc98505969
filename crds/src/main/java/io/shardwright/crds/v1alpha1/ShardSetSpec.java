package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of a sharded deployment. The operator never writes it.
 *
 * @param shards how many shards there are, 1 to 1000
 * @param replicasPerShard how many replicas each shard has: 1, 3, 5 or 7
 * @param partitions how many partitions the key space is cut into: a power of two, 16 to 65536
 * @param nodeClasses kinds of hardware and how many shards run on each; empty means that all nodes are alike
 * @param shardWeights weights of single shards, which win over their class's
 * @param template the application's pod; the container named {@code app} is the application
 * @param paused true stops everything the operator does for this ShardSet, except its deletion
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = ShardSetSpec.SCHEMA)
@ValidationRule(value = "self.replicasPerShard % 2 == 1", fieldPath = ".replicasPerShard", messageExpression = """
                'replicasPerShard %d is even, which consistency Strong does not take: an even replica adds a vote and \
                survives no further failure. Use %d or %d'\
                .format([self.replicasPerShard, self.replicasPerShard - 1, self.replicasPerShard + 1])""")
@ValidationRule(
        value = "self.partitions in [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]",
        fieldPath = ".partitions",
        message = "partitions must be a power of two from 16 to 65536, for example 256, 1024 or 4096")
@ValidationRule(value = "self.partitions == oldSelf.partitions", fieldPath = ".partitions", messageExpression = """
                'partitions is immutable, because every key would change its place: keep %d, or create a new ShardSet'\
                .format([oldSelf.partitions])""")
@ValidationRule(value = "self.shards <= self.partitions", fieldPath = ".shards", messageExpression = """
                'shards %d exceeds partitions %d, so that some shards could own none: use at most %d shards'\
                .format([self.shards, self.partitions, self.partitions])""")
@ValidationRule(value = "self.consistency == oldSelf.consistency", fieldPath = ".consistency", messageExpression = """
                'consistency is immutable: keep %s, or create a new ShardSet'.format([oldSelf.consistency])""")
@ValidationRule(
        value = "!has(self.nodeClasses) || self.nodeClasses.filter(c, !has(c.shards)).size() <= 1",
        fieldPath = ".nodeClasses",
        message = "only one of nodeClasses may leave shards out (it takes the rest): set shards on all of the others")
@ValidationRule(value = """
                !has(self.nodeClasses) || self.nodeClasses.size() == 0 \
                || self.nodeClasses.exists(c, !has(c.shards)) \
                || self.nodeClasses.map(c, c.shards).sum() == self.shards""", fieldPath = ".nodeClasses", messageExpression = """
                'the shards of nodeClasses add up to %d, but spec.shards is %d: make them equal, or leave shards out \
                of one class so that it takes the rest'\
                .format([self.nodeClasses.map(c, c.shards).sum(), self.shards])""")
@ValidationRule(value = """
                !has(self.nodeClasses) || self.nodeClasses.all(c, has(c.shards)) \
                || self.nodeClasses.filter(c, has(c.shards)).map(c, c.shards).sum() <= self.shards""", fieldPath = ".nodeClasses", messageExpression = """
                'the shards of nodeClasses add up to %d, more than spec.shards %d: raise spec.shards to at least %d, \
                or lower the shards of a class'\
                .format([self.nodeClasses.filter(c, has(c.shards)).map(c, c.shards).sum(), self.shards, \
                self.nodeClasses.filter(c, has(c.shards)).map(c, c.shards).sum()])""")
@ValidationRule(
        value = """
                !has(self.nodeClasses) || self.nodeClasses.all(c, has(c.weight)) \
                || !self.nodeClasses.exists(c, has(c.weight))""",
        fieldPath = ".nodeClasses",
        message = "give a weight to every one of nodeClasses or to none: add the missing weights")
@ValidationRule(
        value = """
                !has(self.nodeClasses) || !self.nodeClasses.exists(c, has(c.weight)) \
                || self.nodeClasses.exists(c, !has(c.weight) || c.weight > 0)""",
        fieldPath = ".nodeClasses",
        message = "the weights of nodeClasses are all 0, so that no class could own a partition: "
                + "set at least one of them to 1 or more")
public record ShardSetSpec(
        @Default("Storage") @JsonPropertyDescription("""
                What is balanced over the shards. Storage, the default and only value: every shard stores its weighted \
                fair share of the partitions.""") GrowthAxis growthAxis,

        @Default("Strong") @JsonPropertyDescription("""
                What a read may assume about earlier writes. Strong, the default and only value: a write is \
                acknowledged when it is durable on a majority of the shard's replicas, and a read returns the latest \
                acknowledged write; replicas cut off from a majority answer 503. Immutable.""") Consistency consistency,

        @Default("3") @Min(1) @Max(1000) @SpecReplicas @JsonPropertyDescription("""
                Number of shards, 1 to 1000, at most as many as partitions. Default 3. An edit moves the fewest \
                partitions that restore the balance, while requests go on; lowering it removes the highest-numbered \
                shards once they own nothing. Also set by `kubectl scale` and autoscalers.""")
        Integer shards,

        @Default("3") @Min(1) @Max(7) @JsonPropertyDescription("""
                Replicas of each shard, each a pod with a volume: 1, 3, 5 or 7. Default 3. A shard goes on while a \
                majority of its replicas does: 3 survive the loss of 1, 5 of 2, 7 of 3; with 1 nothing is redundant. \
                An edit is carried out while requests go on: new replicas get the data and then a vote, one at a time; \
                lowering it takes the vote from the highest-numbered ones first, and then deletes their pods and volumes.""")
        Integer replicasPerShard,

        @Default("1024") @Min(16) @Max(65536) @JsonPropertyDescription("""
                Number of partitions that keys are hashed to: a power of two, 16 to 65536. Default 1024. Partitions \
                are what moves between shards, so have at least ten times as many as shards there will ever be. \
                Immutable.""")
        Integer partitions,

        @Size(max = 16) @JsonPropertyDescription("""
                Kinds of hardware that the shards run on, at most 16. Left out, all shards are alike. Each shard is \
                assigned to one class; at most one class may leave `shards` out, and it takes the rest.""") List<NodeClass> nodeClasses,

        @Size(max = 1000) @JsonPropertyDescription("""
                Weights of single shards, at most 1000 entries. An entry wins over the weight of the shard's class. \
                An entry for a shard that does not exist has no effect until it does.""") List<ShardWeight> shardWeights,

        @JsonPropertyDescription("The availability that is asked for, and what is assumed to compute it.")
        Availability availability,

        @JsonPropertyDescription("How partitions are moved when shards, classes or weights change.")
        RebalancePolicy rebalance,

        @JsonPropertyDescription("How much planned changes may disturb at once: new images, other replica counts.")
        RolloutPolicy rollout,

        @JsonPropertyDescription("The routers, which send each request to the shard that owns its key.")
        Router router,

        @JsonPropertyDescription("The volume of every replica, unless its class says otherwise.")
        Storage storage,

        @Required @SchemaFrom(type = PodTemplateSchema.class) @JsonPropertyDescription("""
                The pod of the application. The container named `app` is the application; it listens on ports 8080 \
                (requests) and 8081 (management), may use 9090 among its replicas, and keeps its data below /data. \
                The operator adds these ports, the volume, the probes and the environment. Other containers run \
                beside it.""")
        PodTemplateSpec template,

        @Default("false") @JsonPropertyDescription("""
                True stops everything the operator does for this ShardSet: nothing is created, moved or repaired, \
                and moves that were begun finish by themselves. Requests go on, and deletion still proceeds. Default \
                false.""") Boolean paused) {

    static final String SCHEMA = """
            {
              "properties": {
                "nodeClasses": {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]},
                "shardWeights": {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["shard"]},
                "availability": {"default": {}},
                "rebalance": {"default": {}},
                "rollout": {"default": {}},
                "router": {"default": {}},
                "storage": {"default": {}}
              }
            }
            """;

    /** Applies the defaults of the API to what was left out. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public ShardSetSpec {
        growthAxis = orElse(growthAxis, GrowthAxis.Storage);
        consistency = orElse(consistency, Consistency.Strong);
        shards = orElse(shards, 3);
        replicasPerShard = orElse(replicasPerShard, 3);
        partitions = orElse(partitions, 1024);
        nodeClasses = nodeClasses == null ? List.of() : List.copyOf(nodeClasses);
        shardWeights = shardWeights == null ? List.of() : List.copyOf(shardWeights);
        availability = availability == null ? new Availability(null, null, null, null) : availability;
        rebalance = rebalance == null ? new RebalancePolicy(null, null, null, null) : rebalance;
        rollout = rollout == null ? new RolloutPolicy(null) : rollout;
        router = router == null ? new Router(null, null, null) : router;
        storage = storage == null ? new Storage(null, null, null) : storage;
        paused = orElse(paused, false);
    }

    static <T> T orElse(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }

    /** A copy that iterates in the order of its keys, whatever the run; empty for null. */
    static <V> Map<String, V> sortedCopy(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
