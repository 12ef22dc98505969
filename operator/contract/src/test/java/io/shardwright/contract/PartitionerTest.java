package io.shardwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

class PartitionerTest {
    private static final XXHash64 REFERENCE = XXHashFactory.safeInstance().hash64();

    @Test
    void agreesWithTheReferenceHashForEveryLengthUpToOneKilobyteAndAnyBytes() {
        long seed = Long.getLong("shardwright.seed", System.nanoTime());
        System.out.println("PartitionerTest seed " + seed);
        Random random = new Random(seed);
        for (int length = 0; length <= 1024; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            assertThat(Partitioner.xxHash64(key))
                    .as("length %d, seed %d", length, seed)
                    .isEqualTo(REFERENCE.hash(key, 0, length, 0));
        }
    }

    @Test
    void refusesAnEmptyKeyAndANumberOfPartitionsThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> Partitioner.partitionOf(new byte[0], 16)).hasMessage("the key is empty");
        assertThatThrownBy(() -> Partitioner.partitionOf(new byte[1], 24)).hasMessageContaining("power of two");
        assertThatThrownBy(() -> Partitioner.partitionOf(new byte[1], 1 << 17)).hasMessageContaining("65536");
    }

    @Test
    void spreadsKeysOverAllPartitions() {
        boolean[] seen = new boolean[64];
        for (int i = 0; i < 10_000; i++) {
            seen[Partitioner.partitionOf(("key-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8), 64)] = true;
        }
        assertThat(seen).containsOnly(true);
    }
}
