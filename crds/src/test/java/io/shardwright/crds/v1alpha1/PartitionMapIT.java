package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Partition maps against a real API server. */
@ExtendWith(ApiServerExtension.class)
class PartitionMapIT {

    private static final int MOST_PARTITIONS = 65_536;
    private static final int MOST_SHARDS = 1_000;

    /** What etcd takes at most in one request, by default. */
    private static final int ETCD_LIMIT = 1_572_864;

    private TestNamespace namespace;

    @BeforeEach
    void createNamespace(ApiServer server) {
        namespace = TestNamespace.on(server);
    }

    @AfterEach
    void closeNamespace() {
        namespace.close();
    }

    @Test
    void largestMapFitsAndCanBeReplaced() {
        // No two neighbours belong together, so that nothing can be written as a range.
        List<ShardOwnership> shards = IntStream.range(0, MOST_SHARDS)
                .mapToObj(shard -> new ShardOwnership(shard, partitionsWhere(p -> p % MOST_SHARDS == shard), peers(7)))
                .toList();
        List<MovedPartitions> moved = List.of(
                new MovedPartitions(2, partitionsWhere(p -> p % 2 == 0)),
                new MovedPartitions(3, partitionsWhere(p -> p % 2 == 1)));
        PartitionMapSpec spec = PartitionMapSpec.of("uid", 1, MOST_PARTITIONS, shards, moved);

        PartitionMap stored = create(spec);
        stored.setSpec(PartitionMapSpec.of("uid", 2, MOST_PARTITIONS, shards, moved));
        PartitionMap replaced = resource(stored).update();

        assertThat(replaced.getSpec().epoch()).isEqualTo(2);
        assertThat(replaced.getSpec().shards()).isEqualTo(shards);
        assertThat(Serialization.asJson(replaced).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(ETCD_LIMIT);
    }

    @Test
    void shardThatOwnsNothingKeepsItsEmptyRanges() {
        List<ShardOwnership> shards =
                List.of(new ShardOwnership(0, "0-15", List.of()), new ShardOwnership(1, "", List.of()));

        PartitionMap stored = create(PartitionMapSpec.of("uid", 1, 16, shards, List.of()));

        assertThat(stored.getSpec().shards()).isEqualTo(shards);
    }

    @Test
    void writeBasedOnAnOldVersionIsRefused() {
        PartitionMap first = create(small(1));
        PartitionMap second = replace(first, small(2));
        assertThat(second.getSpec().epoch()).isEqualTo(2);

        first.setSpec(small(3));
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> resource(first).update())
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void epochNeverGoesBack() {
        PartitionMap stored = create(small(7));
        assertRefused(stored, small(6), "epoch never goes back: write 7 or more");
    }

    @Test
    void mapStaysWithItsShardSetAndPartitions() {
        PartitionMap stored = create(small(1));
        assertRefused(
                stored,
                PartitionMapSpec.of("other", 2, 16, small(2).shards(), List.of()),
                "shardSetUid is immutable, because a map belongs to one ShardSet: delete this map instead");
        assertRefused(
                stored,
                PartitionMapSpec.of("uid", 2, 32, small(2).shards(), List.of()),
                "partitions is immutable, because every key would change its place");
    }

    @Test
    void malformedMapsAreRefused() {
        ShardOwnership shard = new ShardOwnership(0, "0-15", List.of());
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> create(new PartitionMapSpec("uid", 1, 16, 2, List.of(shard), List.of())))
                .withMessageContaining("shardCount must be the number of entries in shards: write 1");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> create(PartitionMapSpec.of(
                        "uid", 1, 16, List.of(new ShardOwnership(0, "0 to 15", List.of())), List.of())))
                .withMessageContaining("spec.shards[0].ranges in body should match");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> create(PartitionMapSpec.of("uid", 0, 16, List.of(shard), List.of())))
                .withMessageContaining("spec.epoch in body should be greater than or equal to 1");
    }

    private void assertRefused(PartitionMap stored, PartitionMapSpec update, String message) {
        PartitionMap changed = Serialization.clone(stored);
        changed.setSpec(update);
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> resource(changed).update())
                .withMessageContaining(message);
    }

    private PartitionMap create(PartitionMapSpec spec) {
        PartitionMap map = new PartitionMap();
        map.getMetadata().setName("map");
        map.getMetadata().setNamespace(namespace.name());
        map.setSpec(spec);
        return resource(map).create();
    }

    private PartitionMap replace(PartitionMap before, PartitionMapSpec spec) {
        PartitionMap map = Serialization.clone(before);
        map.setSpec(spec);
        return resource(map).update();
    }

    private Resource<PartitionMap> resource(PartitionMap map) {
        return namespace.client().resource(map);
    }

    private static PartitionMapSpec small(long epoch) {
        return PartitionMapSpec.of("uid", epoch, 16, List.of(new ShardOwnership(0, "0-15", List.of())), List.of());
    }

    private static String partitionsWhere(IntPredicate chosen) {
        return IntStream.range(0, MOST_PARTITIONS)
                .filter(chosen)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static List<String> peers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
    }
}
