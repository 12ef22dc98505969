package io.shardwright.controller.report;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.controller.apply.StatusPatch;
import io.shardwright.crds.v1alpha1.Balance;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetStatus;
import io.shardwright.crds.v1alpha1.UnhealthyShard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Writes a ShardSet's status when it changes: a phase at once, figures at most once in {@link #FIGURES_INTERVAL}. */
final class StatusWriter {
    static final Duration FIGURES_INTERVAL = Duration.ofSeconds(10);
    /** After this time the informer has seen what was written. */
    private static final Duration INFORMER_DELAY = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    StatusWriter(KubernetesClient client) {
        this.client = client;
    }

    /** What was written last; newer than what the informer shows for a moment. */
    private record Written(ShardSetStatus status, Instant at) {}

    /** The status as the API server has it, or as it was just written: the informer may be behind. */
    ShardSetStatus current(ShardSet shardSet, Instant at) {
        var last = written.get(shardSet.getMetadata().getUid());
        if (last != null && at.isBefore(last.at().plus(INFORMER_DELAY))) {
            return last.status();
        }
        return shardSet.getStatus() == null ? ShardSetStatus.EMPTY : shardSet.getStatus();
    }

    /** Writes the status if it is due. Returns whether it was written. */
    boolean write(ShardSet shardSet, ShardSetStatus status, Instant at) {
        String uid = shardSet.getMetadata().getUid();
        var before = current(shardSet, at);
        if (status.equals(before)) {
            return false;
        }
        var last = written.get(uid);
        boolean onlyFigures = withoutFigures(status).equals(withoutFigures(before));
        if (onlyFigures && last != null && at.isBefore(last.at().plus(FIGURES_INTERVAL))) {
            return false;
        }
        var metadata = shardSet.getMetadata();
        StatusPatch.apply(client, new ShardSet(), metadata.getNamespace(), metadata.getName(), status);
        written.put(uid, new Written(status, at));
        return true;
    }

    /** What may wait: numbers and words that change all the time while pods start and partitions move. */
    private static ShardSetStatus withoutFigures(ShardSetStatus status) {
        return new ShardSetStatus(
                status.observedGeneration(),
                status.conditions().stream().map(StatusWriter::withoutWords).toList(),
                status.shards(),
                status.selector(),
                null,
                null,
                status.unhealthyShards().stream()
                        .map(shard -> new UnhealthyShard(shard.shard(), shard.reason(), ""))
                        .toList(),
                List.of(),
                anyMoves(status.balance()),
                null,
                null);
    }

    private static Condition withoutWords(Condition condition) {
        return condition.getType().equals(ConditionType.Stalled.name())
                ? condition
                : condition.edit().withMessage("").build();
    }

    private static @Nullable Balance anyMoves(@Nullable Balance balance) {
        return balance == null ? null : new Balance("", 0, balance.movesLowerBound(), 0);
    }

    void forget(String uid) {
        written.remove(uid);
    }
}
