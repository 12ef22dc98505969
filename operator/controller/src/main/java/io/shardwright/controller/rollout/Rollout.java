package io.shardwright.controller.rollout;

import io.shardwright.controller.gate.DisruptionGate;
import io.shardwright.controller.gate.Standing;
import io.shardwright.controller.gate.Verdict;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings the current pod template to pods that were made from an older one. StatefulSets never do it by themselves
 * ({@code OnDelete}): a pod gets the template when it is deleted and made anew.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>A pod of an older template that doesn't come up is replaced at once: it answers nobody, so that costs no quorum. This
 *       is how an edit back mends a broken edit without help.
 *   <li>A pod of the current template that fails, or isn't up within {@link #UP_WITHIN}, stops everything else.
 *   <li>The shard with the lowest number is the canary: until all of its pods are replaced and in order, no other shard is
 *       touched.
 *   <li>In a shard one pod at a time, followers first and the highest number before the others; each has to be back in order
 *       before the next goes. Then the leader hands over, and its pod goes last.
 *   <li>A pod whose shard goes to another class of hardware loses its volume with it, and joins as a new peer.
 *   <li>Shards that have begun come before others, then the lowest number; how many at once is the {@link DisruptionGate}'s.
 * </ol>
 */
public final class Rollout {
    /** Time for a new pod to come up before the rollout stops: the default startup probe gives up after 3 min. */
    static final Duration UP_WITHIN = Duration.ofMinutes(5);

    /** Time after which a pod of an older template that runs and isn't ready is taken for one that won't be. */
    static final Duration STUCK_AFTER = Duration.ofSeconds(30);

    private final Observed observed;
    private final DisruptionGate gate;
    private final Predicate<ShardId> wanted;
    private final List<RolloutStep> steps = new ArrayList<>();
    private Optional<ShardId> next = Optional.empty();
    private Optional<String> waitsFor = Optional.empty();

    private Rollout(Observed observed, DisruptionGate gate, Predicate<ShardId> wanted) {
        this.observed = observed;
        this.gate = gate;
        this.wanted = wanted;
    }

    /**
     * What to do next.
     *
     * @param wanted shards that stay, at least until a person decides: those that are being emptied aren't restarted any more
     */
    public static RolloutState next(Observed observed, DisruptionGate gate, Predicate<ShardId> wanted) {
        return new Rollout(observed, gate, wanted).next();
    }

    private RolloutState next() {
        var shards = observed.shards().values().stream()
                .filter(shard -> wanted.test(shard.shard()) && !shard.deleting())
                .toList();
        shards.forEach(this::replaceStuck);
        int pods = count(shards, (shard, pod) -> true);
        int outdated = count(shards, (shard, pod) -> !isCurrent(shard, pod));
        var stopped = outdated == 0 ? Optional.<String>empty() : stopped(shards);
        if (outdated > 0 && stopped.isEmpty()) {
            advance(shards);
        }
        return new RolloutState(pods - outdated, pods, steps, next, waitsFor, stopped);
    }

    private interface Which {
        boolean is(ObservedShard shard, PodFacts pod);
    }

    private static int count(List<ObservedShard> shards, Which which) {
        return (int) shards.stream()
                .flatMap(shard -> shard.replicas().stream()
                        .flatMap(replica -> replica.facts().stream())
                        .filter(pod -> which.is(shard, pod)))
                .count();
    }

    /** Whether a pod was made from an older template; unknown until the StatefulSet's controller has seen the last edit. */
    private static boolean isOutdated(ObservedShard shard, PodFacts pod) {
        return shard.set()
                .updateRevision()
                .filter(revision -> !revision.equals(pod.revision()))
                .isPresent();
    }

    private static boolean isCurrent(ObservedShard shard, PodFacts pod) {
        return shard.set().updateRevision().filter(pod.revision()::equals).isPresent();
    }

    private static boolean isOutdated(ObservedShard shard, Replica replica) {
        return replica.facts().filter(pod -> isOutdated(shard, pod)).isPresent();
    }

    private void replaceStuck(ObservedShard shard) {
        shard.replicas().stream()
                .filter(replica ->
                        isOutdated(shard, replica) && replica.status().isEmpty())
                .forEach(replica -> replica.facts()
                        .filter(this::isStuck)
                        .ifPresent(pod -> steps.add(restart(
                                shard,
                                replica,
                                pod,
                                "it doesn't come up with an older template"
                                        + pod.trouble().map(": "::concat).orElse("")))));
    }

    private boolean isStuck(PodFacts pod) {
        return !pod.deleting()
                && switch (pod.state()) {
                    case UNSCHEDULABLE, PENDING, FAILING -> true;
                    case RUNNING -> !observed.at().isBefore(pod.since().plus(STUCK_AFTER));
                    case READY -> false;
                };
    }

    private static RolloutStep restart(ObservedShard shard, Replica replica, PodFacts pod, String why) {
        return new RolloutStep.Restart(shard.shard(), replica.pod(), pod.uid(), Optional.empty(), why);
    }

    /**
     * The volume that a member leaves behind when its shard goes to another class of hardware: the nodes of that class may not
     * reach it. The others are a majority and bring the new one up to date. A shard's only replica keeps its volume.
     */
    private static Optional<Claim> outlived(ObservedShard shard, Replica replica, PodFacts pod, boolean only) {
        return only || pod.nodeClass().equals(shard.nodeClass())
                ? Optional.empty()
                : shard.set().claims().stream()
                        .filter(claim -> claim.pod().equals(replica.pod()))
                        .findFirst();
    }

    private Optional<String> stopped(List<ObservedShard> shards) {
        return shards.stream()
                .flatMap(shard -> shard.replicas().stream()
                        .filter(replica -> replica.facts()
                                .filter(pod -> isCurrent(shard, pod) && hasFailed(replica, pod))
                                .isPresent()))
                .findFirst()
                .map(this::stopped);
    }

    private boolean hasFailed(Replica replica, PodFacts pod) {
        return !pod.deleting()
                && switch (pod.state()) {
                    case FAILING -> true;
                    case UNSCHEDULABLE, PENDING, RUNNING ->
                        replica.status().isEmpty()
                                && !observed.at().isBefore(pod.since().plus(UP_WITHIN));
                    case READY -> false;
                };
    }

    private String stopped(Replica replica) {
        String words = replica.facts()
                .flatMap(PodFacts::trouble)
                .orElse("not ready within %d min".formatted(UP_WITHIN.toMinutes()));
        return "pod %s doesn't come up with the new template, and no further pod is replaced: %s: correct spec.template (or the node class), or put it back as it was"
                .formatted(replica.pod(), words);
    }

    private void advance(List<ObservedShard> shards) {
        var canary = shards.getFirst();
        var waits = unfinished(canary);
        var candidates = waits.isPresent()
                ? Stream.of(canary)
                : shards.stream()
                        .filter(shard -> unfinished(shard).isPresent())
                        .sorted(Comparator.comparing((ObservedShard shard) -> !hasBegun(shard))
                                .thenComparing(ObservedShard::shard));
        candidates.forEach(this::advance);
    }

    private static boolean hasBegun(ObservedShard shard) {
        return shard.replicas().stream()
                .anyMatch(replica -> replica.facts().isPresent() && !isOutdated(shard, replica));
    }

    /** What is left to do in a shard, for people; empty if it is through and in order. */
    private Optional<String> unfinished(ObservedShard shard) {
        if (shard.set().updateRevision().isEmpty()) {
            return Optional.of("shard %s: its StatefulSet is being updated".formatted(shard.shard()));
        }
        if (shard.replicas().stream().anyMatch(replica -> isOutdated(shard, replica))) {
            return Optional.of("shard %s has pods to replace".formatted(shard.shard()));
        }
        var standing = Standing.of(shard, observed.at());
        return standing.isEmpty()
                ? Optional.of("shard %s has no leader".formatted(shard.shard()))
                : shard.replicas().stream()
                        .flatMap(replica -> standing.get().amiss(replica).stream())
                        .findFirst()
                        .map(amiss -> "shard %s: %s".formatted(shard.shard(), amiss));
    }

    private void advance(ObservedShard shard) {
        if (next.isEmpty()) {
            next = Optional.of(shard.shard());
        }
        var waits = step(shard);
        if (waitsFor.isEmpty()) {
            waitsFor = waits;
        }
    }

    /** Takes the shard's next step, or says what it waits for. */
    private Optional<String> step(ObservedShard shard) {
        if (steps.stream().anyMatch(taken -> taken.shard().equals(shard.shard()))) {
            return Optional.of("shard %s: a replica is being replaced".formatted(shard.shard()));
        }
        var standing = Standing.of(shard, observed.at());
        if (shard.set().updateRevision().isEmpty() || standing.isEmpty()) {
            return unfinished(shard);
        }
        var notBack = notBack(shard, standing.get());
        if (notBack.isPresent()) {
            return notBack.map(amiss -> "shard %s: %s".formatted(shard.shard(), amiss));
        }
        String leader = standing.get().leader().pod();
        var outdated = shard.replicas().stream()
                .filter(replica -> isOutdated(shard, replica))
                .sorted(Comparator.comparing((Replica replica) -> replica.pod().equals(leader))
                        .thenComparing(Replica::place, Comparator.reverseOrder()))
                .findFirst();
        return outdated.flatMap(replica -> step(shard, standing.get(), replica));
    }

    /** What is amiss with a pod that was replaced or is just being so; others that are away are the gate's to judge. */
    private static Optional<String> notBack(ObservedShard shard, Standing standing) {
        return shard.replicas().stream()
                .filter(replica -> !isOutdated(shard, replica)
                        || replica.facts().filter(PodFacts::leaves).isPresent())
                .flatMap(replica -> standing.amiss(replica).stream())
                .findFirst();
    }

    private Optional<String> step(ObservedShard shard, Standing standing, Replica replica) {
        var pod = replica.facts().orElseThrow();
        boolean leads = replica.pod().equals(standing.leader().pod());
        boolean only = standing.leader().members().size() == 1;
        if (gate.restart(shard.shard(), replica) instanceof Verdict.Waits(var reason, String why)) {
            return Optional.of(why);
        }
        if (leads && !only) {
            replica.address().ifPresent(address -> steps.add(new RolloutStep.StepDown(shard.shard(), address)));
        } else {
            var volume = outlived(shard, replica, pod, only);
            steps.add(new RolloutStep.Restart(shard.shard(), replica.pod(), pod.uid(), volume, why(volume, only)));
        }
        return Optional.empty();
    }

    private static String why(Optional<Claim> volume, boolean only) {
        if (only) {
            return "it gets the new template; it is its shard's only replica, so requests wait or are retried until it is back";
        }
        return volume.isPresent()
                ? "its shard goes to another class; it begins anew there, with a new volume"
                : "it gets the new template";
    }
}
