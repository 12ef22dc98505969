package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rebalances against a real API server. */
@ExtendWith(ApiServerExtension.class)
class RebalanceIT {
    private static final Path FOLDER = Path.of("src/test/resources/rebalance");
    private static final int MOST_PARTITIONS = 65_536;
    private static final int MOST_SHARDS = 1_000;
    /** What the status promises to stay within. */
    private static final int LARGEST_STATUS = 32 << 10;

    private final ApiServer server;
    private TestNamespace namespace;

    RebalanceIT(ApiServer server) {
        this.server = server;
    }

    @BeforeEach
    void createNamespace() {
        namespace = TestNamespace.on(server);
    }

    @AfterEach
    void closeNamespace() {
        namespace.close();
    }

    static Stream<Path> invalid() throws IOException {
        return Documents.files(FOLDER.resolve("invalid")).stream();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesTheLastDocumentWithItsReason(Path file) {
        List<GenericKubernetesResource> documents = Documents.read(file);
        documents.subList(0, documents.size() - 1).forEach(namespace::create);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> {
                    if (documents.size() == 1) {
                        namespace.create(documents.getLast());
                    } else {
                        namespace.replace(documents.getLast());
                    }
                })
                .withMessageContaining(Documents.expectation(file));
    }

    @Test
    void usersApprovePauseAndAbort() {
        namespace.create(Documents.read(FOLDER.resolve("valid.yaml")).getFirst());

        for (String decision :
                List.of("\"paused\": true", "\"approvedPlan\": \"0123456789abcdef\"", "\"abort\": true")) {
            var result = server.kubectl(
                    "--namespace=" + namespace.name(),
                    "patch",
                    "rb",
                    "store-r1",
                    "--type=merge",
                    "--patch",
                    "{\"spec\": {" + decision + "}}");
            assertThat(result.exitCode()).as(result.output()).isZero();
        }

        var spec = rebalance().getSpec();
        assertThat(spec.paused()).isTrue();
        assertThat(spec.abort()).isTrue();
        assertThat(spec.approvedPlan()).isEqualTo("0123456789abcdef");
    }

    @Test
    void getShowsHowFarItIs() {
        namespace.create(Documents.read(FOLDER.resolve("valid.yaml")).getFirst());
        var rebalance = rebalance();
        rebalance.setStatus(new RebalanceStatus(
                1L,
                RebalancePhase.Running,
                "0123456789abcdef",
                "moves",
                "3/8",
                "0.4/1.0 MiB",
                37,
                "12 s",
                null,
                List.of(),
                null,
                null,
                null,
                null));
        namespace.client().resource(rebalance).updateStatus();

        var lines = server.kubectl("--namespace=" + namespace.name(), "get", "rebalances")
                .output()
                .lines()
                .toList();
        assertThat(lines.getFirst().split("\\s+")).containsExactly("NAME", "PHASE", "MOVES", "BYTES", "ETA", "AGE");
        assertThat(lines.get(1)).startsWith("store-r1").contains("Running", "3/8", "0.4/1.0 MiB", "12 s");
        assertThat(server.kubectl("--namespace=" + namespace.name(), "get", "rb", "-o", "wide")
                        .output())
                .contains("SHARDSET", "HASH", "MESSAGE");
    }

    @Test
    void theLargestPlanFitsAndItsStatusStaysSmall() {
        var rebalance = new Rebalance();
        rebalance.getMetadata().setName("store-r1");
        rebalance.getMetadata().setNamespace(namespace.name());
        // No two neighbours belong together, so that nothing can be written as a range.
        var target = IntStream.range(0, MOST_SHARDS)
                .mapToObj(shard -> new PlannedOwnership(
                        shard,
                        IntStream.range(0, MOST_PARTITIONS)
                                .filter(p -> p % MOST_SHARDS == shard)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(","))))
                .toList();
        rebalance.setSpec(new RebalanceSpec(
                "store",
                new RebalancePlan(
                        "0123456789abcdef",
                        "fedcba9876543210",
                        MOST_PARTITIONS,
                        MOST_PARTITIONS,
                        MOST_PARTITIONS,
                        MOST_PARTITIONS,
                        1L << 50,
                        "1000.00",
                        "1.00",
                        target),
                null,
                null,
                null));
        var stored = namespace.client().resource(rebalance).create();
        assertThat(Serialization.asJson(stored.getSpec())).hasSizeLessThan(512 << 10);

        stored.setStatus(new RebalanceStatus(
                1L,
                RebalancePhase.Running,
                "0123456789abcdef",
                "m".repeat(1024),
                "x".repeat(64),
                "x".repeat(64),
                50,
                "x".repeat(64),
                new RebalanceFigures(65536, 65536, 65536, Long.MAX_VALUE, Long.MAX_VALUE),
                IntStream.range(0, 50)
                        .mapToObj(i -> new BlockedMove(i, 999, 65536, "r".repeat(256)))
                        .toList(),
                Long.MAX_VALUE,
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00Z"));
        var written = namespace.client().resource(stored).updateStatus();
        assertThat(Serialization.asJson(written.getStatus()).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(LARGEST_STATUS);
    }

    private Rebalance rebalance() {
        return namespace
                .client()
                .resources(Rebalance.class)
                .inNamespace(namespace.name())
                .withName("store-r1")
                .require();
    }
}
