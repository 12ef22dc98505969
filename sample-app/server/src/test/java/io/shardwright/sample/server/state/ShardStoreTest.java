package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.contract.EpochRanges;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardStoreTest {
    private static final int PARTITIONS = 16;

    @TempDir
    private Path folder;

    private ShardStore store;
    private long index;

    @BeforeEach
    void open() {
        store = ShardStore.open(folder.resolve("db"), 0, PARTITIONS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Outcome apply(Command command) {
        return store.apply(1, ++index, command);
    }

    private Outcome.OfWrite write(Write write) {
        var outcome = (Outcome.Batched) apply(new Command.Batch(List.of(write)));
        return outcome.writes().getFirst();
    }

    private void found() {
        apply(new Command.Init("0-15"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Write put(String key, String value, Condition condition) {
        return new Write.Put(bytes(key), bytes(value), condition);
    }

    private static Write put(String key, String value) {
        return put(key, value, Condition.none());
    }

    private static Write delete(String key) {
        return new Write.Delete(bytes(key), Condition.none());
    }

    private String value(String key) {
        return switch (store.get(bytes(key))) {
            case ReadResult.Found found -> new String(found.value(), StandardCharsets.UTF_8);
            case ReadResult.Absent absent -> "absent";
            case ReadResult.NotOwner notOwner -> "not owner";
        };
    }

    @Test
    void anEmptyStoreOwnsNothing() {
        assertThat(store.isFounded()).isFalse();
        assertThat(store.owned()).isEmpty();
        assertThat(value("k")).isEqualTo("not owner");
        assertThat(write(put("k", "v"))).isEqualTo(new Outcome.NotOwner(null, 0));
    }

    @Test
    void theFirstFoundingWins() {
        apply(new Command.Init("0-3"));
        assertThat(apply(new Command.Init("0-15"))).isEqualTo(new Outcome.Founded());
        assertThat(store.owned()).containsExactly(new EpochRanges(1, "0-3"));
    }

    @Test
    void aFoundingBeyondTheNumberOfPartitionsIsRefused() {
        assertThat(apply(new Command.Init("0-16"))).isInstanceOf(Outcome.Refused.class);
        assertThat(store.isFounded()).isFalse();
        assertThat(store.appliedIndex()).isEqualTo(1);
    }

    @Test
    void keepsWhatWasPutUntilItIsDeleted() {
        found();
        assertThat(write(put("k", "v"))).isEqualTo(new Outcome.Applied(new Version(1, 2 << 16)));
        assertThat(value("k")).isEqualTo("v");
        write(delete("k"));
        assertThat(value("k")).isEqualTo("absent");
    }

    @Test
    void checksConditionsWhenApplying() {
        found();
        assertThat(write(put("k", "1", Condition.versionIs(new Version(1, 9)))))
                .isEqualTo(new Outcome.ConditionFailed(null));
        var first = (Outcome.Applied) write(put("k", "1", Condition.absent()));
        assertThat(write(put("k", "2", Condition.absent()))).isEqualTo(new Outcome.ConditionFailed(first.version()));
        assertThat(write(put("k", "2", Condition.versionIs(first.version())))).isInstanceOf(Outcome.Applied.class);
        assertThat(write(put("k", "3", Condition.versionIs(first.version()))))
                .isInstanceOf(Outcome.ConditionFailed.class);
        assertThat(write(new Write.Delete(bytes("k"), Condition.versionIs(first.version()))))
                .isInstanceOf(Outcome.ConditionFailed.class);
        assertThat(value("k")).isEqualTo("2");
    }

    @Test
    void writesOfOneBatchSeeEachOtherAndDifferInVersion() {
        found();
        var outcome = (Outcome.Batched) apply(new Command.Batch(List.of(
                put("k", "1", Condition.absent()),
                put("k", "22", Condition.absent()),
                put("k", "333"),
                delete("k"),
                put("k", "4444", Condition.absent()))));
        var first = new Version(1, 2L << 16);
        assertThat(outcome.writes())
                .containsExactly(
                        new Outcome.Applied(first),
                        new Outcome.ConditionFailed(first),
                        new Outcome.Applied(new Version(1, (2L << 16) + 2)),
                        new Outcome.Applied(new Version(1, (2L << 16) + 3)),
                        new Outcome.Applied(new Version(1, (2L << 16) + 4)));
        assertThat(value("k")).isEqualTo("4444");
        assertThat(store.ownedTotal()).isEqualTo(new PartitionLoad(1, 5));
    }

    @Test
    void anEntryAppliedTwiceChangesNothing() {
        found();
        write(put("k", "1"));
        write(put("k", "2"));
        assertThat(store.apply(1, index - 1, new Command.Batch(List.of(put("k", "1")))))
                .isEqualTo(new Outcome.Replayed());
        assertThat(store.apply(1, index, new Command.Batch(List.of(put("k", "9")))))
                .isEqualTo(new Outcome.Replayed());
        assertThat(value("k")).isEqualTo("2");
        assertThat(store.appliedIndex()).isEqualTo(index);
    }

    @Test
    void countsKeysAndBytesOfEachPartition() {
        found();
        int partition = store.partitionOf(bytes("key"));
        write(put("key", "12345"));
        assertThat(store.load(partition)).isEqualTo(new PartitionLoad(1, 8));
        write(put("key", "1"));
        assertThat(store.load(partition)).isEqualTo(new PartitionLoad(1, 4));
        write(delete("key"));
        write(delete("key"));
        assertThat(store.load(partition)).isEqualTo(PartitionLoad.NONE);
    }

    @Test
    void listsAPartitionInPagesByKey() {
        found();
        List<String> ofPartition = IntStream.range(0, 200)
                .mapToObj(i -> "key-%03d".formatted(i))
                .filter(k -> store.partitionOf(bytes(k)) == 5)
                .toList();
        IntStream.range(0, 200).forEach(i -> write(put("key-%03d".formatted(i), "v")));
        List<String> listed = new ArrayList<>();
        byte[] after = null;
        ReadResult.Listed page;
        do {
            page = (ReadResult.Listed) store.list(5, after, 2);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            for (var item : page.items()) {
                listed.add(new String(item.key(), StandardCharsets.UTF_8));
                assertThat(item.valueBytes()).isEqualTo(1);
                after = item.key();
            }
        } while (page.more());
        assertThat(listed).hasSizeGreaterThan(3).isEqualTo(ofPartition);
    }

    @Test
    void remembersEverythingAcrossAClose() {
        found();
        write(put("k", "v"));
        store.advance(2, ++index);
        store.close();
        open();
        assertThat(value("k")).isEqualTo("v");
        assertThat(store.appliedIndex()).isEqualTo(3);
        assertThat(store.appliedTerm()).isEqualTo(2);
        assertThat(store.ownedTotal()).isEqualTo(new PartitionLoad(1, 2));
        assertThat(store.owned()).containsExactly(new EpochRanges(1, "0-15"));
    }

    @Test
    void aKilledProcessFindsTheStateOfItsLastCheckpoint() {
        found();
        write(put("k", "1"));
        store.snapshotTo(folder.resolve("checkpoint"));
        write(put("k", "2"));
        store.abandon();
        open();
        assertThat(store.appliedIndex()).isEqualTo(2);
        assertThat(value("k")).isEqualTo("1");
        store.apply(1, 3, new Command.Batch(List.of(put("k", "2"))));
        assertThat(value("k")).isEqualTo("2");
    }

    @Test
    void restoresACheckpointOverAnOtherStateMoreThanOnce() {
        found();
        write(put("k", "1"));
        store.snapshotTo(folder.resolve("checkpoint"));
        for (int round = 0; round < 2; round++) {
            write(put("k", "2"));
            store.close();
            ShardStore.restore(folder.resolve("checkpoint"), folder.resolve("db"));
            open();
            assertThat(value("k")).isEqualTo("1");
            assertThat(store.appliedIndex()).isEqualTo(2);
            assertThat(store.ownedTotal()).isEqualTo(new PartitionLoad(1, 2));
        }
    }

    @Test
    void refusesTheStoreOfAnotherShardOrPartitionCount() {
        store.close();
        assertThatThrownBy(() -> ShardStore.open(folder.resolve("db"), 1, PARTITIONS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("shard 0 with 16 partitions");
        assertThatThrownBy(() -> ShardStore.open(folder.resolve("db"), 0, 32))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("shard 0 with 32");
        open();
    }

    @Test
    void aClosedStoreRefusesInsteadOfCrashing() {
        store.close();
        assertThatThrownBy(() -> store.get(bytes("k"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> apply(new Command.Init(""))).isInstanceOf(StoreException.class);
    }

    @Test
    void wakesThoseWhoWaitForAChangeOfOwnership() throws Exception {
        long seen = store.ownershipRevision();
        assertThat(store.awaitOwnershipChange(seen, Duration.ofMillis(5))).isFalse();
        Thread waiter = Thread.ofVirtual().start(this::found);
        assertThat(store.awaitOwnershipChange(seen, Duration.ofSeconds(20))).isTrue();
        waiter.join();
    }

    @Test
    void takesTheLongestKeyAndValueAndRefusesLongerOnes() {
        found();
        byte[] key = new byte[Limits.MAX_KEY_BYTES];
        byte[] value = new byte[Limits.MAX_VALUE_BYTES];
        write(new Write.Put(key, value, Condition.none()));
        assertThat(((ReadResult.Found) store.get(key)).value()).isEqualTo(value);
        assertThatThrownBy(() -> new Write.Put(new byte[key.length + 1], value, Condition.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Write.Put(key, new byte[value.length + 1], Condition.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Write.Delete(new byte[0], Condition.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
