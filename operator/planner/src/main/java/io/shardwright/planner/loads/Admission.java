package io.shardwright.planner.loads;

import io.shardwright.planner.RefusalReason;
import io.shardwright.planner.Refused;
import java.util.Optional;

/** Decides whether a request can be met at all. */
final class Admission {

    private Admission() {}

    static Optional<Refused> refusal(LoadRequest request) {
        if (request.shards().isEmpty()) {
            return Optional.of(new Refused(
                    RefusalReason.NO_SHARDS, "there is no shard to own a partition", "set spec.shards to at least 1"));
        }
        if (request.shards().stream().allMatch(LoadShard::drained)) {
            return Optional.of(new Refused(
                    RefusalReason.NO_WEIGHT,
                    "all " + request.shards().size() + " shards have weight 0, so none may own a partition",
                    "give at least one shard or node class a weight above 0"));
        }
        return noRoom(request).or(() -> tooFewDomains(request));
    }

    private static Optional<Refused> noRoom(LoadRequest request) {
        long bytes = request.loads().totalBytes();
        double capacity = request.shards().stream()
                .filter(shard -> !shard.drained())
                .mapToDouble(shard -> shard.byteCapacity().orElse(Long.MAX_VALUE))
                .sum();
        return bytes <= capacity
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalReason.NO_ROOM,
                        bytes + " bytes are stored, and the shards with a weight can hold " + (long) capacity,
                        "add shards or larger volumes for another " + (bytes - (long) capacity) + " bytes"));
    }

    private static Optional<Refused> tooFewDomains(LoadRequest request) {
        if (request.separation().mode() == Separation.Mode.SPREAD) {
            return Optional.empty();
        }
        int domains = new Domains(request, new Layout(request)).count();
        int largest = request.separation().largest();
        return largest <= domains
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalReason.TOO_FEW_DOMAINS,
                        "a group of " + largest + " partitions is to be kept apart, and there are " + domains
                                + " failure domains with a shard that may own something",
                        "add shards in another " + (largest - domains)
                                + " failure domains, or have groups spread instead of kept apart"));
    }
}
