package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.cli.document.YamlReader;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.output.MachineText;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line beside a real API server and the real kubectl. */
@ExtendWith(ApiServerExtension.class)
class ApiServerIT {
    private static final Path EXAMPLES = Path.of("../../manifests/examples");
    private static final int EDITS = 200;

    @TempDir
    Path folder;

    private static void kubectl(ApiServer server, String... arguments) {
        var result = server.kubectl(arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static Surroundings surroundings(ApiServer server) {
        return new Surroundings(
                Map.of("KUBECONFIG", server.writeKubeconfig().toString()),
                Objects.requireNonNull(System.getenv("KUBECTL_BIN")));
    }

    @Test
    void startsFromWhatTheClusterHas(ApiServer server) {
        kubectl(server, "create", "namespace", "command-line");
        String store = EXAMPLES.resolve("store.yaml").toString();
        kubectl(server, "--namespace=command-line", "apply", "-f", store);
        var map = Invocation.file(
                folder,
                "m.yaml",
                MapText.of(256, 3, List.of("0-170", "171-213", "214-255"))
                        .replace("namespace: shop, resourceVersion: \"7\"", "namespace: command-line"));
        kubectl(server, "apply", "-f", map.toString());
        String kubeconfig = server.writeKubeconfig().toString();

        String[] edit = {"--what-if", "shards=5", "--kubeconfig", kubeconfig, "-n", "command-line"};
        for (String[] which : new String[][] {{"-f", store}, {"--name", "store"}}) {
            var plan = Invocation.with(
                    surroundings(server),
                    "plan",
                    which[0],
                    which[1],
                    edit[0],
                    edit[1],
                    edit[2],
                    edit[3],
                    edit[4],
                    edit[5]);
            assertThat(plan.err()).isEmpty();
            assertThat(plan.out()).contains("now: map store at epoch 4, from the cluster", "moves     64 (minimum 64)");
        }
        var refused = Invocation.with(
                surroundings(server), "plan", "-f", store, "--what-if", "partitions=512", "-n", "command-line");
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
        var absent = Invocation.with(surroundings(server), "plan", "absent", "-n", "command-line");
        assertThat(absent.exitCode()).isEqualTo(ExitCodes.NO_CLUSTER);
    }

    /** Random edits of fields, seeded: what one refuses the other refuses. */
    @Test
    void givesTheVerdictsOfTheApiServer(ApiServer server) throws InputException {
        long seed = Long.getLong("seed", 20_261_125L);
        var random = new Random(seed);
        var examples = List.of("heterogeneous.yaml", "store.yaml", "header-key.yaml", "query-key.yaml");
        int refused = 0;
        for (int i = 0; i < EDITS; i++) {
            String example = examples.get(random.nextInt(examples.size()));
            var document = YamlReader.read(
                            InputFile.read(EXAMPLES.resolve(example).toString()))
                    .getFirst();
            Object edited = RandomEdits.of(random).apply(Objects.requireNonNull(document.plain()));
            var file = Invocation.file(folder, "edited.yaml", MachineText.yaml(edited));
            var verdict = server.kubectl("create", "--dry-run=server", "--validate=strict", "-f", file.toString());
            var ours = Invocation.of("plan", "-f", file.toString());
            assertThat(ours.exitCode() == ExitCodes.BAD_INPUT)
                    .as(
                            "seed %d, edit %d%n%s%nthe API server: %s%nours: %s",
                            seed, i, edited, verdict.output(), ours.err())
                    .isEqualTo(verdict.exitCode() != 0);
            refused += verdict.exitCode() == 0 ? 0 : 1;
        }
        System.out.println(EDITS + " random edits, of which the API server refuses " + refused);
        assertThat(refused).isBetween(EDITS / 10, EDITS * 9 / 10);
    }
}
