package io.shardwright.e2e.scenario;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.contract.Partitioner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillTest {
    private static final int[] OWNERS = {0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1};

    @Test
    void fillsEachPartitionOfTheShardAlikeAndNoOther() {
        List<String> keys = Fill.keys(OWNERS, 0, 42);
        assertThat(keys).hasSize(42).doesNotHaveDuplicates();
        assertThat(keys.stream()
                        .collect(groupingBy(
                                key -> Partitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), OWNERS.length),
                                counting())))
                .containsOnlyKeys(0, 1, 2, 6)
                .allSatisfy((partition, count) -> assertThat(count).isBetween(10L, 11L));
    }

    @Test
    void refusesAShardThatOwnsNothing() {
        assertThatThrownBy(() -> Fill.keys(OWNERS, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneCommandWritesEachKeyToTheAddress() {
        assertThat(Fill.script("10.0.1.2:8080", List.of("fill-1", "fill-7"), 1_000))
                .contains("head -c 1000 /dev/urandom")
                .contains("printf '%s\\n' fill-1 fill-7 | xargs -P 4")
                .endsWith("http://10.0.1.2:8080/kv/KEY");
    }
}
