package io.shardwright.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.KeySource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KvClientTest {
    @Test
    void encodesAnyBytesSoThatTheContractReadsThemBack() {
        long seed = Long.getLong("shardwright.seed", System.nanoTime());
        System.out.println("KvClientTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] key = new byte[1 + random.nextInt(64)];
            random.nextBytes(key);
            assertThat(new KeySource.Path(2).extract("/kv/" + KvClient.encode(key), null, name -> null))
                    .isEqualTo(key);
        }
    }

    @Test
    void keepsTheDotSegmentsOutOfThePath() {
        assertThat(KvClient.encode(new byte[] {'.', '.'})).isEqualTo("%2e%2e");
        assertThat(KvClient.encode(new byte[] {'a', '.', 'b'})).isEqualTo("a.b");
    }
}
