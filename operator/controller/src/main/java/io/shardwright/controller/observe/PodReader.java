package io.shardwright.controller.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.shardwright.controller.observe.PodFacts.State;
import io.shardwright.controller.render.Labels;
import io.shardwright.controller.text.ShortText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what matters from pods. */
final class PodReader {
    /** Label with the name of the template's revision, set by the StatefulSet's controller. */
    static final String REVISION = "controller-revision-hash";

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);
    private static final Duration OVERDUE = Duration.ofSeconds(30);
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);
    private static final int LONGEST_TROUBLE = 300;

    /** Reasons of a waiting container that come back until something is edited, by the kubelet's own names. */
    private static final Set<String> FAILURES = Set.of(
            "CrashLoopBackOff",
            "ImagePullBackOff",
            "ErrImagePull",
            "ErrImageNeverPull",
            "InvalidImageName",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    private PodReader() {}

    static PodFacts facts(Pod pod, Instant now) {
        var metadata = pod.getMetadata();
        var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
        var ready = condition(pod, "Ready");
        String since = ready.map(PodCondition::getLastTransitionTime).orElse(metadata.getCreationTimestamp());
        return new PodFacts(
                metadata.getUid(),
                labels.getOrDefault(REVISION, ""),
                Optional.ofNullable(labels.get(Labels.CLASS)),
                state(pod, ready),
                metadata.getDeletionTimestamp() != null,
                isOverdue(metadata.getDeletionTimestamp(), now),
                past(since, now),
                trouble(pod).map(text -> ShortText.lineOfAtMost(LONGEST_TROUBLE, text)));
    }

    /** A pod's deletion timestamp is when its grace period ends. */
    private static boolean isOverdue(@Nullable String deletion, Instant now) {
        return deletion != null
                && now.isAfter(past(deletion, now.plus(LONGEST_GRACE)).plus(OVERDUE));
    }

    private static State state(Pod pod, Optional<PodCondition> ready) {
        if (ready.filter(condition -> "True".equals(condition.getStatus())).isPresent()) {
            return State.READY;
        }
        if (containers(pod).anyMatch(PodReader::fails)) {
            return State.FAILING;
        }
        if (refusal(pod).isPresent()) {
            return State.UNSCHEDULABLE;
        }
        boolean started = pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> running(status) || status.getRestartCount() > 0);
        return started ? State.RUNNING : State.PENDING;
    }

    /** A container that ended once and doesn't run well again fails too: between two back-offs it runs for a moment. */
    private static boolean fails(ContainerStatus status) {
        return waiting(status).filter(FAILURES::contains).isPresent()
                || (status.getRestartCount() > 0 && !Boolean.TRUE.equals(status.getReady()));
    }

    private static boolean running(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    private static Optional<String> waiting(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getWaiting)
                .map(waiting -> waiting.getReason());
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    /** The scheduler's, where it finds no node. */
    private static Optional<PodCondition> refusal(Pod pod) {
        return condition(pod, "PodScheduled").filter(condition -> "False".equals(condition.getStatus()));
    }

    /** Why a pod doesn't run, in the words of the scheduler or the kubelet. */
    private static Optional<String> trouble(Pod pod) {
        return refusal(pod)
                .map(condition -> Objects.requireNonNullElse(condition.getMessage(), "not scheduled"))
                .or(() -> containers(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .flatMap(status -> words(status).stream())
                        .findFirst());
    }

    private static Optional<String> words(ContainerStatus status) {
        var waiting = Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
        var ended = Stream.of(status.getState(), status.getLastState())
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst()
                .map(end -> "it ended with exit code %d (%s)".formatted(end.getExitCode(), end.getReason()));
        var waits = waiting.map(state -> joined(": ", state.getReason(), state.getMessage()))
                .filter(text -> !text.isEmpty());
        return waits.isEmpty() && ended.isEmpty()
                ? Optional.empty()
                : Optional.of("container %s: %s"
                        .formatted(status.getName(), joined("; ", waits.orElse(null), ended.orElse(null))));
    }

    private static String joined(String between, @Nullable String one, @Nullable String other) {
        if (one == null || one.isEmpty()) {
            return Objects.requireNonNullElse(other, "");
        }
        return other == null || other.isEmpty() ? one : one + between + other;
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    /** The instant; long ago where it can't be told, because another node's clock is ahead. */
    static Instant past(@Nullable String text, Instant now) {
        try {
            var instant = text == null ? Instant.EPOCH : Instant.parse(text);
            return instant.isAfter(now.plus(CLOCKS_DIFFER)) ? Instant.EPOCH : instant;
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
