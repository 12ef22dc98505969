package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status of a ShardSet against a real API server. */
@ExtendWith(ApiServerExtension.class)
class ShardSetStatusIT {

    private static final int LARGEST_STATUS = 32 * 1024;
    private static final int SHARDS = 1_000;
    private static final int CLASSES = 16;

    @Test
    void statusOfAThousandShardsInTheWorstStateIsTakenAndSmall(ApiServer server) {
        try (TestNamespace namespace = TestNamespace.on(server)) {
            namespace.create(
                    Documents.read(Documents.EXAMPLES.resolve("minimal.yaml")).getFirst());
            var shardSets = namespace.client().resources(ShardSet.class).inNamespace(namespace.name());
            ShardSet shardSet = shardSets.withName("minimal").require();
            ShardSetStatus status = worstStatus();

            shardSet.setStatus(status);
            shardSets.resource(shardSet).updateStatus();

            assertThat(shardSets.withName("minimal").require().getStatus()).isEqualTo(status);
            assertThat(Serialization.asJson(status).getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(LARGEST_STATUS);
        }
    }

    private static ShardSetStatus worstStatus() {
        List<UnhealthyShard> unhealthy = IntStream.range(0, 32)
                .mapToObj(shard -> new UnhealthyShard(shard, "r".repeat(64), "m".repeat(1_000)))
                .toList();
        // Neighbouring shards are of different classes, so that nothing can be written as a range.
        List<ClassStatus> classes = IntStream.range(0, CLASSES)
                .mapToObj(c -> new ClassStatus(
                        "c".repeat(60) + c,
                        SHARDS / CLASSES,
                        1_000,
                        65_536,
                        IntStream.range(0, SHARDS)
                                .filter(shard -> shard % CLASSES == c)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(","))))
                .toList();
        List<Condition> conditions = IntStream.range(0, 8)
                .mapToObj(i -> new ConditionBuilder()
                        .withType("Condition" + i)
                        .withStatus("False")
                        .withReason("r".repeat(64))
                        .withMessage("m".repeat(1_000))
                        .withLastTransitionTime("2026-01-01T00:00:00Z")
                        .withObservedGeneration(Long.MAX_VALUE)
                        .build())
                .toList();
        return new ShardSetStatus(
                Long.MAX_VALUE,
                conditions,
                SHARDS,
                "s".repeat(253),
                Long.MAX_VALUE,
                new ShardSummary(SHARDS, SHARDS, SHARDS),
                unhealthy,
                classes,
                new Balance("1000.00", 65_536, 65_536, 65_536),
                new AvailabilityStatus(
                        "99.999999999",
                        "99.999999999",
                        "99.999999999",
                        "99.999999999",
                        new DownTime("8765h45m59.9s", "730h29m59.9s", "167h59m59.9s", "23h59m59.9s"),
                        SHARDS - 1,
                        "w".repeat(256)),
                "65536/65536 moves, about 100 min left");
    }
}
