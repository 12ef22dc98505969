package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what matters from a shard's StatefulSet and the claims that were made for it. */
final class SetReader {
    /** What a claim's name has before its pod's: the name of the claim template. */
    static final String CLAIM_PREFIX = "data-";

    private static final String STORAGE = "storage";
    private static final String BOUND = "Bound";
    private static final String FILE_SYSTEM_PENDING = "FileSystemResizePending";

    private SetReader() {}

    /**
     * The facts of a StatefulSet.
     *
     * @param uid of the ShardSet: claims of another one of the same name don't count
     * @param claims by name
     * @param podsByOwner by the owner's uid and by name
     * @param classes of which the claims are
     * @param now in the operator's clock
     */
    static SetFacts facts(
            StatefulSet set,
            String uid,
            Map<String, PersistentVolumeClaim> claims,
            Map<String, Map<String, Pod>> podsByOwner,
            StorageClasses classes,
            Instant now) {
        var pods = podsByOwner.getOrDefault(set.getMetadata().getUid(), Map.of());
        String prefix = CLAIM_PREFIX + set.getMetadata().getName() + "-";
        var own = claims.values().stream()
                .filter(claim -> claim.getMetadata().getName().startsWith(prefix))
                .filter(claim -> uid.equals(claim.getMetadata().getLabels().get(Labels.SHARD_SET_UID)))
                .map(claim -> claim(claim, pods, classes))
                .filter(claim -> claim.pod().matches(".*-[0-9]{1,3}"))
                .sorted(Comparator.comparing(Claim::pod))
                .toList();
        return new SetFacts(updateRevision(set), own, granted(set).map(granted -> template(set)), created(set, now));
    }

    /** When it was created; long ago where that can't be told. */
    static Instant created(StatefulSet set, Instant now) {
        return PodReader.past(set.getMetadata().getCreationTimestamp(), now);
    }

    private static Claim claim(PersistentVolumeClaim claim, Map<String, Pod> pods, StorageClasses classes) {
        var metadata = claim.getMetadata();
        String pod = metadata.getName().substring(CLAIM_PREFIX.length());
        return new Claim(
                metadata.getName(),
                metadata.getUid(),
                pod,
                pods.containsKey(pod),
                metadata.getDeletionTimestamp() != null,
                Optional.of(volume(claim, classes)));
    }

    private static ClaimedVolume volume(PersistentVolumeClaim claim, StorageClasses classes) {
        var storageClass =
                Optional.ofNullable(claim.getSpec().getStorageClassName()).filter(name -> !name.isEmpty());
        var status = Optional.ofNullable(claim.getStatus());
        return new ClaimedVolume(
                Objects.requireNonNull(
                        claim.getSpec().getResources().getRequests().get(STORAGE)),
                status.map(PersistentVolumeClaimStatus::getCapacity).map(capacity -> capacity.get(STORAGE)),
                status.filter(found -> BOUND.equals(found.getPhase())).isPresent(),
                storageClass,
                classes.of(storageClass),
                status.flatMap(SetReader::obstacle),
                claim.getMetadata().getResourceVersion());
    }

    /**
     * What the conditions say about a growth under way: failures end their names with {@code Error}
     * (<a href="https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/">
     * PersistentVolumeClaimCondition</a>).
     */
    private static Optional<String> obstacle(PersistentVolumeClaimStatus status) {
        return status.getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .flatMap(condition -> condition.getType().endsWith("Error")
                        ? Stream.of(condition.getType() + ": "
                                + Objects.requireNonNullElse(condition.getMessage(), "failed"))
                        : FILE_SYSTEM_PENDING.equals(condition.getType())
                                ? Stream.of("its file system isn't resized yet (" + FILE_SYSTEM_PENDING
                                        + "), which some drivers do only when its pod is restarted")
                                : Stream.empty())
                .sorted()
                .findFirst();
    }

    /** The volume of each replica. */
    static Volume volume(StatefulSet set) {
        return new Volume(
                granted(set).orElseGet(() -> template(set)),
                Optional.ofNullable(set.getSpec()
                        .getVolumeClaimTemplates()
                        .getFirst()
                        .getSpec()
                        .getStorageClassName()));
    }

    private static Quantity template(StatefulSet set) {
        var claim = set.getSpec().getVolumeClaimTemplates().getFirst().getSpec();
        return Objects.requireNonNull(claim.getResources().getRequests().get(STORAGE));
    }

    private static Optional<Quantity> granted(StatefulSet set) {
        return Optional.ofNullable(set.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ShardObjects.VOLUME_SIZE))
                .filter(SetReader::isSize)
                .map(Quantity::new);
    }

    private static boolean isSize(String text) {
        try {
            return new Quantity(text).getNumericalAmount().signum() > 0;
        } catch (IllegalArgumentException someoneElsesText) {
            return false;
        }
    }

    private static Optional<String> updateRevision(StatefulSet set) {
        return Optional.ofNullable(set.getStatus())
                .filter(status -> Objects.equals(
                        status.getObservedGeneration(), set.getMetadata().getGeneration()))
                .map(status -> status.getUpdateRevision());
    }
}
