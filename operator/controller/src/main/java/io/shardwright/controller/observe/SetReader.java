package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.controller.render.Labels;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what matters from a shard's StatefulSet and the claims that were made for it. */
final class SetReader {
    /** What a claim's name has before its pod's: the name of the claim template. */
    static final String CLAIM_PREFIX = "data-";

    private SetReader() {}

    /**
     * The facts of a StatefulSet.
     *
     * @param uid of the ShardSet: claims of another one of the same name don't count
     * @param claims by name
     * @param podsByOwner by the owner's uid and by name
     */
    static SetFacts facts(
            StatefulSet set,
            String uid,
            Map<String, PersistentVolumeClaim> claims,
            Map<String, Map<String, Pod>> podsByOwner) {
        var pods = podsByOwner.getOrDefault(set.getMetadata().getUid(), Map.of());
        String prefix = CLAIM_PREFIX + set.getMetadata().getName() + "-";
        var own = claims.values().stream()
                .filter(claim -> claim.getMetadata().getName().startsWith(prefix))
                .filter(claim -> uid.equals(claim.getMetadata().getLabels().get(Labels.SHARD_SET_UID)))
                .map(claim -> claim(claim, pods))
                .filter(claim -> claim.pod().matches(".*-[0-9]{1,3}"))
                .sorted(Comparator.comparing(Claim::pod))
                .toList();
        return new SetFacts(updateRevision(set), own);
    }

    private static Claim claim(PersistentVolumeClaim claim, Map<String, Pod> pods) {
        var metadata = claim.getMetadata();
        String pod = metadata.getName().substring(CLAIM_PREFIX.length());
        return new Claim(
                metadata.getName(),
                metadata.getUid(),
                pod,
                pods.containsKey(pod),
                metadata.getDeletionTimestamp() != null);
    }

    private static Optional<String> updateRevision(StatefulSet set) {
        return Optional.ofNullable(set.getStatus())
                .filter(status -> Objects.equals(
                        status.getObservedGeneration(), set.getMetadata().getGeneration()))
                .map(status -> status.getUpdateRevision());
    }
}
