package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.availability.Location;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AvailabilityJudgeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String APART = "a b c";
    private static final String TOGETHER = "a a b";

    private final AvailabilityJudge judge = new AvailabilityJudge();

    @Test
    void computesFromTheNodesThatThePodsAreOn() {
        var status = judge.judge(observed("", START, APART, APART)).status();
        // 2 of 3 at 99.5 % is 99.9925 %, 2 routers are 99.9975 %, take-over costs 0.005 / 600 s x 15 s = 0.0125 %.
        assertThat(status.write()).isEqualTo("99.978");
        assertThat(status.downTime().year()).startsWith("1h5");
        assertThat(status.why()).startsWith("write, each key: 99.978 %");
    }

    @Test
    void replicasOnOneNodeCountOnce() {
        var status = judge.judge(observed("", START, APART, TOGETHER)).status();
        assertThat(status.write())
                .as("as good as the node that two of three are on")
                .startsWith("99.4");
        assertThat(status.worstShard()).isOne();
    }

    @Test
    void namesTheCheapestChangeWhereTheTargetIsMissed() {
        var verdict = judge.judge(observed("availability: {targetPercent: '99.95'}", START, APART, TOGETHER))
                .verdict()
                .orElseThrow();
        assertThat(verdict.toString())
                .contains("misses the target of 99.95 %")
                .contains("different hosts")
                .contains("gives 99.978 %");
        assertThat(judge.judge(observed("availability: {targetPercent: '99.95'}", START, APART, APART))
                        .verdict()
                        .orElseThrow()
                        .toString())
                .contains("meets the target of 99.95 %");
    }

    @Test
    void whatIsAssumedIsTheUsers() {
        assertThat(judge.judge(observed("availability: {assumedReplicaPercent: '99.99'}", START, APART, APART))
                        .status()
                        .write())
                .isEqualTo("99.99975");
        assertThat(judge.judge(observed("availability: {assumedDetectionSeconds: 1}", START, APART, APART))
                        .status()
                        .write())
                .isEqualTo("99.985");
    }

    @Test
    void aPodThatIsBeingReplacedCountsAsWhereItWasForAMinute() {
        var complete = judge.judge(observed("", START, APART, APART)).status();
        var soon = START.plus(AvailabilityJudge.REPLACED_WITHIN).minusMillis(1);
        assertThat(judge.judge(observed("", soon, APART, "a b -")).status()).isEqualTo(complete);
        var late = START.plus(AvailabilityJudge.REPLACED_WITHIN).plus(Duration.ofSeconds(1));
        assertThat(judge.judge(observed("", late, APART, "a b -")).status().write())
                .as("both of two have to be up")
                .isEqualTo("99");
        assertThat(judge.judge(observed("", late.plusSeconds(1), APART, APART)).status())
                .isEqualTo(complete);
    }

    @Test
    void aShardThatIsNewIsNoReplacement() {
        judge.judge(observed("", START, APART));
        assertThat(judge.judge(observed("", START.plusSeconds(1), APART, "a b -"))
                        .status()
                        .write())
                .isEqualTo("99");
    }

    /** Two routers on nodes r and s, and for each shard the nodes of its replicas; a dash is a pod that has none. */
    private static Observed observed(String fields, Instant at, String... nodesOfShards) {
        var shardSet = ShardSets.plain(
                "shards: " + nodesOfShards.length + ", partitions: 64" + (fields.isEmpty() ? "" : ", " + fields));
        var shards = new TreeMap<ShardId, ObservedShard>();
        var replicas = new HashMap<String, Location>();
        for (int shard = 0; shard < nodesOfShards.length; shard++) {
            var nodes = nodesOfShards[shard].split(" ");
            int number = shard;
            var pods = IntStream.range(0, nodes.length)
                    .mapToObj(i -> "store-" + number + "-" + i)
                    .toList();
            for (int i = 0; i < nodes.length; i++) {
                replicas.put(pods.get(i), nodes[i].equals("-") ? Location.nowhere() : Location.on(nodes[i]));
            }
            shards.put(
                    new ShardId(shard),
                    new ObservedShard(
                            new ShardId(shard),
                            Optional.empty(),
                            new Volume(new Quantity("1Gi"), Optional.empty()),
                            pods.stream()
                                    .map(pod -> new Replica(pod, Optional.empty(), new Answer.Silent(""), true))
                                    .toList(),
                            false));
        }
        var routers = List.of(Location.on("r"), Location.on("s"));
        return new Observed(
                shardSet,
                Optional.empty(),
                shards,
                Inheritance.none(shardSet.getMetadata().getUid()),
                2,
                new Locations(replicas, routers),
                List.of(),
                at);
    }
}
