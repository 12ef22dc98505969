package io.shardwright.controller.report;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.controller.target.Target;
import io.shardwright.controller.text.ShortText;
import io.shardwright.crds.v1alpha1.Balance;
import io.shardwright.crds.v1alpha1.ClassStatus;
import io.shardwright.crds.v1alpha1.ShardSetStatus;
import io.shardwright.crds.v1alpha1.ShardSummary;
import io.shardwright.crds.v1alpha1.UnhealthyShard;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The status that follows from an assessment. A pure function: equal assessments give equal statuses. */
final class StatusBuilder {
    private static final int MOST_UNHEALTHY_LISTED = 32;
    private static final int LONGEST_MESSAGE = 256;
    /** The class of all shards where none is declared. */
    private static final String DEFAULT_CLASS = "default";

    private StatusBuilder() {}

    static ShardSetStatus of(Assessment assessment, ShardSetStatus before) {
        var observed = assessment.observed();
        var metadata = observed.shardSet().getMetadata();
        return new ShardSetStatus(
                metadata.getGeneration(),
                Conditions.of(assessment, before.conditions()),
                observed.shards().size(),
                Labels.onePodPerShard(metadata.getName()),
                observed.map().map(map -> map.spec().epoch()).orElse(null),
                summary(assessment),
                unhealthy(assessment),
                assessment
                        .decision()
                        .target()
                        .map(target -> classes(assessment, target))
                        .orElse(before.classes()),
                assessment
                        .decision()
                        .target()
                        .map(target -> balance(assessment))
                        .orElse(before.balance()),
                assessment.availability().map(judgement -> judgement.status()).orElse(before.availability()),
                assessment.activity().orElse(null));
    }

    private static ShardSummary summary(Assessment assessment) {
        int complete = assessment.in(State.COMPLETE).size();
        int degraded = assessment.in(State.DEGRADED).size();
        return new ShardSummary(
                complete + degraded,
                assessment.moving(),
                degraded + assessment.in(State.DOWN).size());
    }

    private static List<UnhealthyShard> unhealthy(Assessment assessment) {
        return assessment.health().stream()
                .filter(shard -> shard.state() != State.COMPLETE)
                .limit(MOST_UNHEALTHY_LISTED)
                .map(shard -> new UnhealthyShard(
                        shard.shard().ordinal(), shard.reason(), ShortText.atMost(LONGEST_MESSAGE, shard.message())))
                .toList();
    }

    private static List<ClassStatus> classes(Assessment assessment, Target target) {
        var now = assessment.decision().ownership().now();
        var shards = new LinkedHashMap<String, List<ShardId>>();
        assessment.observed().spec().nodeClasses().forEach(declared -> shards.put(declared.name(), new ArrayList<>()));
        target.placements()
                .forEach(placement -> shards.computeIfAbsent(
                                placement.nodeClass().map(c -> c.name()).orElse(DEFAULT_CLASS),
                                name -> new ArrayList<>())
                        .add(placement.shard()));
        var statuses = new ArrayList<ClassStatus>();
        shards.forEach((name, members) -> statuses.add(new ClassStatus(
                name,
                members.size(),
                (int) target.weightOfClass(Optional.of(name)),
                members.stream().mapToInt(now::count).sum(),
                PartitionRanges.of(members.stream().mapToInt(ShardId::ordinal)).toString())));
        return statuses;
    }

    private static Balance balance(Assessment assessment) {
        var progress = assessment.progress();
        return new Balance(
                ratio(assessment.maxOverFair()),
                progress.done(),
                progress.lowerBound(),
                assessment.observed().map().isPresent() ? progress.remaining() : 0);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
    }
}
