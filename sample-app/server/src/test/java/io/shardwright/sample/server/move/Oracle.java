package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Partitioner;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Ownership;
import io.shardwright.sample.server.state.PartitionLoad;
import io.shardwright.sample.server.state.ReadResult;
import io.shardwright.sample.server.state.ShardStore;
import io.shardwright.sample.server.state.StoreProbe;
import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.Write;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The naive truth: one copy of every key, changed whenever any shard's log applies a write, and compared with the shards. */
final class Oracle {
    /** What a key is; a null value means that it was removed by that version. */
    record Truth(Version version, byte @Nullable [] value) {}

    private final int partitions;
    private final SortedMap<String, Truth> truth = new TreeMap<>();
    private final Map<List<Long>, Integer> writerOf = new HashMap<>();

    Oracle(int partitions) {
        this.partitions = partitions;
    }

    @Nullable
    Version version(String key) {
        Truth known = truth.get(key);
        return known == null || known.value() == null ? null : known.version();
    }

    /** A shard's log has applied an entry for the first time. */
    void applied(int shard, ShardStore store, Command command, Outcome outcome) {
        if (command instanceof Command.Batch(var writes)) {
            var outcomes = ((Outcome.Batched) outcome).writes();
            for (int i = 0; i < writes.size(); i++) {
                applied(shard, writes.get(i), outcomes.get(i));
            }
        }
        boolean decides = command instanceof Command.Decide;
        if (decides && outcome instanceof Outcome.MoveIs(Move.Outgoing move) && move.phase() == MovePhase.ABORTED) {
            sourceIsAsItWas(store, move);
        }
    }

    private void applied(int shard, Write write, Outcome.OfWrite outcome) {
        String key = new String(write.key(), StandardCharsets.UTF_8);
        switch (outcome) {
            case Outcome.Applied(Version version) -> {
                Truth before = truth.get(key);
                if (before != null) {
                    assertThat(version)
                            .as("version of %s, written at shard %d, rises", key, shard)
                            .isGreaterThan(before.version());
                }
                Version current = version(key);
                boolean held = switch (write.condition()) {
                    case Condition.None() -> true;
                    case Condition.Absent() -> current == null;
                    case Condition.VersionIs(Version wanted) -> wanted.equals(current);
                };
                assertThat(held)
                        .as("%s of %s held, for it is at %s", write.condition(), key, current)
                        .isTrue();
                Integer writer = writerOf.putIfAbsent(List.of((long) partition(key), version.epoch()), shard);
                assertThat(writer == null ? shard : writer)
                        .as("one shard alone writes partition %d at epoch %d", partition(key), version.epoch())
                        .isEqualTo(shard);
                truth.put(key, new Truth(version, write instanceof Write.Put put ? put.value() : null));
            }
            case Outcome.ConditionFailed(Version current) ->
                assertThat(current).as("version of %s at shard %d", key, shard).isEqualTo(version(key));
            case Outcome.NotOwner notOwner -> {}
            case Outcome.Fenced fenced -> {}
        }
    }

    private int partition(String key) {
        return Partitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    private void sourceIsAsItWas(ShardStore store, Move.Outgoing move) {
        for (EpochRanges epoch : move.endedAt() == store.appliedIndex() ? move.epochs() : List.<EpochRanges>of()) {
            PartitionRanges.parse(epoch.ranges(), partitions).forEach(p -> {
                assertThat(store.ownership(p))
                        .as("after the abort of %s the source owns partition %d as before", move.id(), p)
                        .isEqualTo(new Ownership.Owned(epoch.epoch()));
                dataIsTrue(store, p);
            });
        }
        boolean anyOpen = store.moves().stream().anyMatch(m -> m instanceof Move.Outgoing && !m.isOver());
        if (!anyOpen) {
            assertThat(StoreProbe.notes(store))
                    .as("notes left by the aborted %s", move.id())
                    .isZero();
        }
    }

    /** At most one shard takes writes of a partition, and at most one serves reads of it. */
    void oneOwnerEach(List<ShardStore> shards, boolean exactly) {
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            List<String> claims = shards.stream()
                    .filter(s -> s.ownership(partition).servedEpoch() > 0)
                    .map(s -> shards.indexOf(s) + ":" + s.ownership(partition))
                    .toList();
            assertThat(claims).as("shards that serve partition %d", p).hasSizeLessThanOrEqualTo(1);
            if (exactly) {
                assertThat(claims).as("shards that serve partition %d", p).hasSize(1);
            }
        }
    }

    /** Whoever serves the key answers with its last write. */
    void readsTheTruth(List<ShardStore> shards, String key) {
        for (ShardStore store : shards) {
            Truth expected = truth.get(key);
            switch (store.get(key.getBytes(StandardCharsets.UTF_8))) {
                case ReadResult.Found found -> {
                    String seen = "%s at shard %d".formatted(key, shards.indexOf(store));
                    if (expected == null) {
                        throw new AssertionError(seen + " was never written");
                    }
                    assertThat(found.version()).as(seen).isEqualTo(expected.version());
                    assertThat(found.value()).as(seen).isEqualTo(expected.value());
                }
                case ReadResult.Absent absent ->
                    assertThat(version(key))
                            .as("%s is absent at shard %d", key, shards.indexOf(store))
                            .isNull();
                case ReadResult.NotOwner notOwner -> {}
            }
        }
    }

    /** What is stored of a partition is the truth, counted rightly. */
    void dataIsTrue(ShardStore store, int partition) {
        Map<String, Version> expected = truth.keySet().stream()
                .filter(k -> partition(k) == partition && version(k) != null)
                .collect(Collectors.toMap(k -> k, this::version));
        var data = StoreProbe.data(store, partition);
        Map<String, Version> stored = data.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().version()));
        assertThat(stored).as("partition %d", partition).isEqualTo(expected);
        long bytes = data.entrySet().stream()
                .mapToLong(e -> e.getKey().length() + e.getValue().value().length)
                .sum();
        assertThat(store.load(partition)).as("load of %d", partition).isEqualTo(new PartitionLoad(data.size(), bytes));
    }

    /** With every move over: one owner with all the data, nothing left anywhere else. */
    void everythingIsInItsPlace(List<ShardStore> shards) {
        oneOwnerEach(shards, true);
        for (ShardStore store : shards) {
            for (int p = 0; p < partitions; p++) {
                if (store.ownership(p).servedEpoch() > 0) {
                    dataIsTrue(store, p);
                } else {
                    assertThat(StoreProbe.data(store, p))
                            .as("left of partition %d", p)
                            .isEmpty();
                    assertThat(store.load(p)).as("load of %d", p).isEqualTo(new PartitionLoad(0, 0));
                }
            }
            assertThat(StoreProbe.notes(store)).as("notes left").isZero();
        }
        truth.keySet().forEach(key -> readsTheTruth(shards, key));
    }
}
