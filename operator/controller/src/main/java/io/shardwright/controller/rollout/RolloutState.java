package io.shardwright.controller.rollout;

import io.shardwright.planner.ShardId;
import java.util.List;
import java.util.Optional;

/**
 * How far a rollout is and what it does next.
 *
 * @param replaced pods that were made from the current template
 * @param pods all pods
 * @param steps what to do now
 * @param next the shard that is being restarted or comes next; empty if none is left
 * @param waitsFor what it waits for, for people; empty if for nothing
 * @param stopped why it stopped, with the pod's words and what to edit; empty if it didn't
 */
public record RolloutState(
        int replaced,
        int pods,
        List<RolloutStep> steps,
        Optional<ShardId> next,
        Optional<String> waitsFor,
        Optional<String> stopped) {
    /** One word for a rollout that stopped, for machines. */
    public static final String STOPPED = "RolloutStopped";

    public RolloutState {
        steps = List.copyOf(steps);
    }

    /** Whether pods are left that were made from an older template. */
    public boolean isUnderWay() {
        return replaced < pods;
    }

    /** Such as {@code rollout 4/9 pods, shard 1 next, waits: store-1-0 isn't ready}. */
    public String text() {
        return "rollout %d/%d pods%s%s"
                .formatted(
                        replaced,
                        pods,
                        next.map(", shard %s next"::formatted).orElse(""),
                        waitsFor.map(", waits: %s"::formatted).orElse(""));
    }
}
