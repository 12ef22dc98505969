package io.shardwright.controller.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.shardwright.controller.ShardSets;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every rendered object with a golden file; {@code -Dgolden.update=true} writes them anew. */
class RenderedObjectsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path EXAMPLES = Path.of("../../manifests/examples");
    private static final Path RELEASED = Path.of("src/test/resources/released/pod-templates.sha256");
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    static Stream<HasMetadata> objects() {
        var store = ShardSets.store();
        return Stream.concat(
                Stream.concat(
                        ShardObjects.of(store, uid(store), large(), 3, false).stream(),
                        ShardObjects.of(store, uid(store), small(), 3, false).stream()),
                RouterObjects.of(
                        store, uid(store), new RouterImages("shardwright/router-agent:dev", "shardwright/router:dev"))
                        .stream());
    }

    private static String uid(ShardSet shardSet) {
        return shardSet.getMetadata().getUid();
    }

    private static ShardPlacement large() {
        return new ShardPlacement(new ShardId(0), Optional.of(nodeClass(0)));
    }

    private static ShardPlacement small() {
        return new ShardPlacement(new ShardId(2), Optional.of(nodeClass(1)));
    }

    private static NodeClass nodeClass(int index) {
        return ShardSets.store().getSpec().nodeClasses().get(index);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void rendersWhatTheGoldenFileSays(HasMetadata object) throws IOException {
        String name = object.getKind().toLowerCase(Locale.ROOT) + "-"
                + object.getMetadata().getName() + ".yaml";
        golden(name, SERIALIZATION.asYaml(object));
    }

    /**
     * A template that an upgraded operator renders in another way restarts every data pod of every ShardSet. So these hashes stay
     * as they were committed, and no update of golden files writes them.
     *
     * <p>If one has to change: first look for a way to leave it out where the ShardSet doesn't ask for it. If there is none, write
     * the new hash by hand, in a commit of its own that says why, and tell in docs/operations.md, under upgrading, that this
     * upgrade begins a rollout.
     */
    @Test
    void anOperatorUpgradeAloneNeverChangesAPodTemplate() throws Exception {
        var store = ShardSets.store();
        var hashes = new ArrayList<>(List.of(
                "shard 0 " + hash(ShardPodTemplate.of(store, uid(store), large())),
                "shard 2 " + hash(ShardPodTemplate.of(store, uid(store), small()))));
        for (var example : examples()) {
            var shardSet = ShardSets.parse(Files.readString(example));
            var nodeClass = shardSet.getSpec().nodeClasses().stream().findFirst();
            var placement = new ShardPlacement(new ShardId(0), nodeClass);
            hashes.add(example.getFileName() + " " + hash(ShardPodTemplate.of(shardSet, "uid", placement)));
        }

        assertThat(hashes)
                .as("pod templates that the released operator rendered: see this test before changing them")
                .isEqualTo(Files.readAllLines(RELEASED));
    }

    private static List<Path> examples() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            return files.sorted().toList();
        }
    }

    private static String hash(PodTemplateSpec template) throws Exception {
        byte[] json = SERIALIZATION.asJson(template).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    }

    @Test
    void rendersTheSameWhateverTheOrderOfTheUsersLabels() {
        var one = ShardSets.store(text -> text.replace("{team: checkout}", "{team: checkout, a: b, z: y}"));
        var other = ShardSets.store(text -> text.replace("{team: checkout}", "{z: y, a: b, team: checkout}"));

        assertThat(SERIALIZATION.asJson(ShardPodTemplate.of(one, uid(one), large())))
                .isEqualTo(SERIALIZATION.asJson(ShardPodTemplate.of(other, uid(other), large())));
    }

    @Test
    void routersAreTheSameWhateverTheNumberOfShards() {
        var images = new RouterImages("agent", "proxy");
        var five = ShardSets.store(text -> text.replace("shards: 3", "shards: 5"));

        assertThat(RouterObjects.of(five, uid(five), images))
                .isEqualTo(RouterObjects.of(ShardSets.store(), uid(five), images));
    }

    @Test
    void theOnlyPodOfAShardMayBeEvictedOnceItHoldsNothing() {
        var single = ShardSets.plain("replicasPerShard: 1, partitions: 16");
        var placement = new ShardPlacement(new ShardId(0), Optional.empty());

        var holding = ShardObjects.disruptionBudget(single, placement, 1, true).getSpec();
        var empty = ShardObjects.disruptionBudget(single, placement, 1, false).getSpec();

        assertThat(holding.getMaxUnavailable().getIntVal()).isZero();
        assertThat(holding.getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        assertThat(empty.getMaxUnavailable().getIntVal()).isEqualTo(1);
    }

    @Test
    void deletionTakesTheVolumesAlongOnlyWhereThatIsAskedFor() {
        var placement = new ShardPlacement(new ShardId(0), Optional.empty());
        var keeping = ShardSets.plain("partitions: 16");
        var deleting = ShardSets.plain("partitions: 16, storage: {retention: Delete}");
        var spec = PartitionMapSpec.of("uid", 1, 16, List.of(), List.of());

        assertThat(ShardObjects.statefulSet(keeping, "uid", placement, 3, placement.volume(keeping.getSpec()))
                        .getSpec()
                        .getPersistentVolumeClaimRetentionPolicy()
                        .getWhenDeleted())
                .isEqualTo("Retain");
        assertThat(ShardObjects.statefulSet(deleting, "uid", placement, 3, placement.volume(deleting.getSpec()))
                        .getSpec()
                        .getPersistentVolumeClaimRetentionPolicy()
                        .getWhenDeleted())
                .isEqualTo("Delete");
        assertThat(MapObject.of(keeping, spec, Instant.EPOCH, Optional.empty())
                        .getMetadata()
                        .getOwnerReferences())
                .isEmpty();
        assertThat(MapObject.of(deleting, spec, Instant.EPOCH, Optional.empty())
                        .getMetadata()
                        .getOwnerReferences())
                .hasSize(1);
    }

    private static void golden(String file, String actual) throws IOException {
        var path = GOLDEN.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(path, actual);
        }
        assertThat(actual)
                .as("%s; if the change is wanted, run with -Dgolden.update=true", file)
                .isEqualTo(Files.readString(path));
    }
}
