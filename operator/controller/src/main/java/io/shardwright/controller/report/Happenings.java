package io.shardwright.controller.report;

import io.fabric8.kubernetes.api.model.Condition;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.step.PlannedChange;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardSetStatus;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is worth an Event of the ShardSet alone: the steps that happen once, and the changes of conditions. */
final class Happenings {
    private Happenings() {}

    /**
     * Something that happened.
     *
     * @param warning whether people should look at it
     */
    record Happening(boolean warning, String reason, String message) {}

    static List<Happening> of(List<Step> done, ShardSetStatus before, ShardSetStatus now) {
        var happenings = new ArrayList<Happening>();
        done.stream().flatMap(Happenings::of).forEach(happenings::add);
        turned(before, now, ConditionType.Stalled)
                .ifPresent(stalled -> happenings.add(
                        "True".equals(stalled.getStatus())
                                ? new Happening(true, stalled.getReason(), stalled.getMessage())
                                : new Happening(false, "NoLongerStalled", stalled.getMessage())));
        turned(before, now, ConditionType.Degraded)
                .ifPresent(degraded -> happenings.add(
                        "True".equals(degraded.getStatus())
                                ? new Happening(true, degraded.getReason(), degraded.getMessage())
                                : new Happening(false, degraded.getReason(), degraded.getMessage())));
        condition(now, ConditionType.NodesDrainable)
                .filter(drainable -> condition(before, ConditionType.NodesDrainable)
                        .filter(old -> old.getReason().equals(drainable.getReason()))
                        .isEmpty())
                .ifPresent(drainable -> happenings.add(new Happening(
                        drainable.getReason().equals(Reason.NoRoomElsewhere.name())
                                || drainable.getReason().equals(Reason.PartitionsStaying.name()),
                        drainable.getReason(),
                        drainable.getMessage())));
        changed(before, now).ifPresent(happenings::add);
        return happenings;
    }

    /** The beginning and the end of a planned change of pods or members. */
    private static Optional<Happening> changed(ShardSetStatus before, ShardSetStatus now) {
        for (var kind : PlannedChange.Kind.values()) {
            String phase = Reason.of(kind).name();
            boolean was = reason(before).equals(phase);
            boolean is = reason(now).equals(phase);
            if (!was && is) {
                return Optional.of(new Happening(false, phase, kind.text()));
            }
            if (was && reason(now).equals(Reason.Settled.name())) {
                return Optional.of(new Happening(false, phase + "Finished", "all is as the specification says"));
            }
        }
        return Optional.empty();
    }

    private static Stream<Happening> of(Step step) {
        return switch (step) {
            case Step.CreateMap(PartitionMapSpec spec, boolean rebuilt) -> Stream.of(created(spec, rebuilt));
            case Step.WriteMap write -> founded(write);
            case Step.WriteRebalance rebalance -> Stream.empty(); // told of the Rebalance too
            case Step.RemoveShard(ShardId shard) ->
                Stream.of(new Happening(
                        false,
                        "ShardRemoved",
                        "shard %s owned nothing and was removed with its volumes".formatted(shard)));
            case Step.RestartPod(ShardId shard, String pod, String uid, String why) ->
                Stream.of(new Happening(false, "PodReplaced", "pod %s of shard %s: %s".formatted(pod, shard, why)));
            case Step.DeleteClaim(ShardId shard, String claim, String uid, String why) ->
                Stream.of(new Happening(
                        false, "VolumeDeleted", "volume claim %s of shard %s: %s".formatted(claim, shard, why)));
            case Step.GrowClaim growth -> Stream.empty(); // told once for all
            case Step.EnsureObjects ensure -> Stream.empty();
            case Step.OrderMembers order -> Stream.empty();
            case Step.OrderMove move -> Stream.empty();
            case Step.StepDown stepDown -> Stream.empty();
            case Step.PushMap push -> Stream.empty();
        };
    }

    private static Happening created(PartitionMapSpec map, boolean rebuilt) {
        return rebuilt
                ? new Happening(
                        true,
                        "MapRebuilt",
                        "the PartitionMap was missing; it was rebuilt from what the shards report, at epoch "
                                + map.epoch())
                : new Happening(
                        false,
                        "MapCreated",
                        "%d partitions are laid out over %d shards".formatted(map.partitions(), map.shardCount()));
    }

    private static Stream<Happening> founded(Step.WriteMap write) {
        return write.founded().isEmpty()
                ? Stream.empty()
                : Stream.of(new Happening(
                        false,
                        "ShardsFounded",
                        "the replicas of these shards form their groups: "
                                + PartitionRanges.of(write.founded().stream().mapToInt(ShardId::ordinal))));
    }

    /** The condition, if its status changed; a first status that is False is no change. */
    private static Optional<Condition> turned(ShardSetStatus before, ShardSetStatus now, ConditionType type) {
        var was = condition(before, type);
        return condition(now, type)
                .filter(condition -> was.map(old -> !old.getStatus().equals(condition.getStatus())
                                || ("True".equals(condition.getStatus())
                                        && !old.getReason().equals(condition.getReason())))
                        .orElse("True".equals(condition.getStatus())));
    }

    private static String reason(ShardSetStatus status) {
        return condition(status, ConditionType.Progressing)
                .map(Condition::getReason)
                .orElse("");
    }

    private static Optional<Condition> condition(ShardSetStatus status, ConditionType type) {
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type.name()))
                .findFirst();
    }
}
