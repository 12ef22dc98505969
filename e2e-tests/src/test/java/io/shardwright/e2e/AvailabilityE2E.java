package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.shardwright.crds.v1alpha1.AvailabilityStatus;
import io.shardwright.e2e.cluster.Command;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The availability that follows from where pods really are, and what the command line says of the same ShardSet. */
class AvailabilityE2E {
    private static final String CONDITION = "AvailabilityTargetMet";
    private static final Path TOOL =
            Path.of("..", "operator", "cli", "target").toAbsolutePath().normalize();

    private final Store store = SharedStore.settled();

    @Test
    void statusComparesTheNodesThatReplicasShareWithTheTarget() {
        assertThat(store.condition(CONDITION)).as("without a target").isEmpty();
        assertThat(availability().write())
                .as("the three replicas of a small shard are on the one small node")
                .isEqualTo("99.5");

        store.edit("{\"spec\":{\"availability\":{\"targetPercent\":\"99.9\"}}}");
        Condition missed = awaitCondition("False");
        System.out.println(missed.getMessage());
        assertThat(missed.getReason()).isEqualTo("TargetMissed");
        assertThat(missed.getMessage())
                .contains("misses the target of 99.9 %")
                .contains("different hosts")
                .contains(availability().downTime().year());

        store.edit("{\"spec\":{\"availability\":{\"assumedReplicaPercent\":\"99.99\"}}}");
        Condition met = awaitCondition("True");
        System.out.println(met.getMessage());
        assertThat(met.getReason()).isEqualTo("TargetMet");

        store.edit("{\"spec\":{\"availability\":null}}");
        store.await(
                "the condition goes with the target",
                Duration.ofMinutes(1),
                () -> store.condition(CONDITION).isEmpty());
    }

    @Test
    void kubectlShardsSaysTheSameAsTheOperator() {
        assertThat(shards(0, "availability", store.name()))
                .contains(availability().write() + " %");

        String plan = shards(0, "plan", store.name());
        System.out.println(plan);
        assertThat(plan).contains("moves     0 (minimum 0)");
        assertThat(shards(0, "plan", store.name(), "--what-if", "shards=5"))
                .as("what the demo and ScaleE2E move")
                .contains("moves     64 (minimum 64)");
        assertThat(shards(1, "availability", store.name(), "--target", "99.9")).contains("different hosts");
    }

    private AvailabilityStatus availability() {
        return Objects.requireNonNull(store.status().availability());
    }

    private Condition awaitCondition(String status) {
        store.await(
                CONDITION + " is " + status,
                Duration.ofMinutes(1),
                () -> store.condition(CONDITION)
                        .filter(condition -> condition.getStatus().equals(status))
                        .isPresent());
        return store.condition(CONDITION).orElseThrow();
    }

    /** As a user runs it: kubectl finds the plugin on PATH. */
    private String shards(int exitCode, String... words) {
        var command =
                new ArrayList<>(List.of("env", "PATH=" + TOOL + ":" + System.getenv("PATH"), "kubectl", "shards"));
        command.addAll(List.of(words));
        command.addAll(List.of("--namespace", store.namespace()));
        Command done = Command.run(Duration.ofSeconds(30), command);
        assertThat(done.exitCode()).as(done.output()).isEqualTo(exitCode);
        return done.output();
    }
}
