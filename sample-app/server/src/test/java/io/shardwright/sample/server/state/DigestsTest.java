package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.PartitionRanges;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests that are kept up to date with every entry of the log, held against a reading of all that is stored. */
class DigestsTest {
    private static final int PARTITIONS = 16;
    private static final PartitionRanges ALL = PartitionRanges.parse("0-15", PARTITIONS);

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private ShardStore store;
    private long index;

    @BeforeEach
    void found() {
        store = open();
        apply(new Command.Init("0-15"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ShardStore open() {
        return ShardStore.open(folder.resolve("db"), 0, PARTITIONS);
    }

    private void apply(Command command) {
        store.apply(1, ++index, command);
    }

    private void writeAtRandom(Random random, int batches) {
        for (int i = 0; i < batches; i++) {
            List<Write> writes = new ArrayList<>();
            for (int w = random.nextInt(1, 20); w > 0; w--) {
                byte[] key = {(byte) random.nextInt(60)};
                byte[] value = new byte[random.nextInt(100)];
                random.nextBytes(value);
                writes.add(
                        random.nextInt(3) == 0
                                ? new Write.Delete(key, Condition.none())
                                : new Write.Put(
                                        key, value, random.nextInt(4) == 0 ? Condition.absent() : Condition.none()));
            }
            apply(new Command.Batch(writes));
        }
    }

    private void isSound() {
        assertThat(IntStream.range(0, PARTITIONS).filter(p -> !store.isSound(p)))
                .as("partitions whose digest isn't that of what is stored")
                .isEmpty();
    }

    @Test
    void areThoseOfWhatIsStoredAfterAnyWritesAndAcrossAClose() {
        writeAtRandom(new Random(1), 200);
        isSound();
        String before = store.contentOf(ALL);
        store.close();
        store = open();
        assertThat(store.contentOf(ALL)).isEqualTo(before);
        writeAtRandom(new Random(2), 50);
        isSound();
        assertThat(store.contentOf(ALL)).isNotEqualTo(before);
    }

    @Test
    void survivesAKillAndTheReplayOfTheLog() {
        writeAtRandom(new Random(1), 20);
        store.snapshotTo(folder.resolve("checkpoint"));
        long at = index;
        writeAtRandom(new Random(5), 20);
        String content = store.contentOf(ALL);
        store.abandon();
        store = open();
        index = at;
        writeAtRandom(new Random(5), 20);
        assertThat(store.contentOf(ALL)).isEqualTo(content);
        isSound();
    }

    @Test
    void isNothingOnceAPartitionIsEmptyAgain() {
        String empty = store.contentOf(ALL);
        byte[] key = {1};
        apply(new Command.Batch(List.of(new Write.Put(key, new byte[9], Condition.none()))));
        assertThat(store.contentOf(ALL)).isNotEqualTo(empty);
        apply(new Command.Batch(List.of(new Write.Delete(key, Condition.none()))));
        assertThat(store.contentOf(ALL)).isEqualTo(empty).startsWith("0 keys, 0 bytes, digest 0000");
    }

    @Test
    void tellsApartValuesOfTheSameLength() {
        byte[] key = {1};
        apply(new Command.Batch(List.of(new Write.Put(key, new byte[] {1, 2}, Condition.none()))));
        String one = store.contentOf(ALL);
        StoreProbe.corrupt(store, key);
        store.close();
        store = open();
        assertThat(store.contentOf(ALL)).as("kept, not read").isEqualTo(one);
        assertThat(store.isSound(store.partitionOf(key))).isFalse();
    }

    @Test
    void areComputedForAStoreThatAVersionWithoutThemHasWritten() {
        writeAtRandom(new Random(1), 50);
        String content = store.contentOf(ALL);
        StoreProbe.forgetDigests(store);
        store.close();
        store = open();
        assertThat(store.contentOf(ALL)).isEqualTo(content);
        isSound();
    }

    @Test
    void areComputedAnewWhereAVersionWithoutThemHasWrittenMeanwhile() {
        writeAtRandom(new Random(1), 50);
        StoreProbe.writeWithoutDigests(store, 1, ++index);
        store.close();
        store = open();
        isSound();
    }
}
