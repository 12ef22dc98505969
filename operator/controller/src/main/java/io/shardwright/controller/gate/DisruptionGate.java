package io.shardwright.controller.gate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.shardwright.contract.Member;
import io.shardwright.controller.gate.Verdict.Allowed;
import io.shardwright.controller.gate.Verdict.Reason;
import io.shardwright.controller.gate.Verdict.Waits;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.planner.ShardId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which shards may be disturbed now, and by what. Everything planned asks here first: moves, restarts of replicas, changes
 * of members, hand-overs of the leadership. What repairs a failure doesn't have to.
 *
 * <p>The rules, in this order:
 *
 * <ol>
 *   <li>Nothing is done to a shard of which no leader says how it stands.
 *   <li>While partitions are handed over from or to a shard, its replicas and members stay; and no move begins at a shard
 *       that is being disturbed.
 *   <li>Of n voters, ⌊n ÷ 2⌋ + 1 stay in order. So a replica may go only while the others that are in order are that
 *       many, and members may change only if those in order are a majority of the new voters. The only replica of a shard
 *       is the exception: it can't be restarted otherwise, and requests wait until it is back.
 *   <li>At most {@code spec.rollout.maxUnavailableShards} shards are disturbed at once. Those that lack a voter because of
 *       a failure count, and so does what this gate has allowed.
 * </ol>
 *
 * <p>One gate is for one round: a pure function of what was observed and of what was asked before.
 */
public final class DisruptionGate {
    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final int limit;
    /** Why each disturbed shard is. */
    private final TreeMap<ShardId, String> disturbed = new TreeMap<>();

    private final Set<ShardId> admitted = new HashSet<>();

    public DisruptionGate(Observed observed, ConfirmedOwnership ownership) {
        this.observed = observed;
        this.ownership = ownership;
        int shards = Math.max(observed.shards().size(), observed.spec().shards());
        this.limit = limit(observed.spec().rollout().maxUnavailableShards(), shards);
        observed.shards().forEach((id, shard) -> disturbance(id, shard).ifPresent(why -> disturbed.put(id, why)));
    }

    /** A share of n shards is rounded up: ⌈share × n ÷ 100⌉; and it is at least one. */
    private static int limit(IntOrString stated, int shards) {
        if (stated.getIntVal() != null) {
            return Math.max(1, stated.getIntVal());
        }
        String text = Objects.requireNonNull(stated.getStrVal());
        int number = Integer.parseInt(text.replace("%", ""));
        return Math.max(1, text.endsWith("%") ? Math.ceilDiv(number * shards, 100) : number);
    }

    /** How many shards may be disturbed at once. */
    public int limit() {
        return limit;
    }

    /** The disturbed shards, and why they are. */
    public Map<ShardId, String> disturbed() {
        return Map.copyOf(disturbed);
    }

    /** Why a shard counts as disturbed; one that was never founded has nothing to lose. */
    private Optional<String> disturbance(ShardId id, ObservedShard shard) {
        if (!isFounded(id)) {
            return Optional.empty();
        }
        return standing(id)
                .map(standing -> standing.amiss()
                        .or(() -> standing.restarts() ? Optional.of("a replica is being replaced") : Optional.empty())
                        .or(() -> standing.changesMembers() ? Optional.of("its members change") : Optional.empty()))
                .orElseGet(() -> Optional.of("it has no leader"));
    }

    private boolean isFounded(ShardId id) {
        return observed.map()
                .flatMap(map -> map.entry(id))
                .filter(entry -> !entry.group().isEmpty())
                .isPresent();
    }

    private Optional<Standing> standing(ShardId id) {
        return observed.shard(id).flatMap(shard -> Standing.of(shard, observed.at()));
    }

    /** Whether a replica may be restarted. */
    public Verdict restart(ShardId id, Replica replica) {
        return ask(id, standing -> {
            if (standing.changesMembers()) {
                return Optional.of(new Waits(Reason.BUSY, "shard %s: its members change".formatted(id)));
            }
            return quorumWithout(standing, replica);
        });
    }

    /** Whether the leadership may be handed over, while no replica is about to go. */
    public Verdict handOver(ShardId id) {
        return ask(id, standing -> {
            String leader = standing.leader().peer();
            var inOrder = standing.inOrder();
            boolean possible = inOrder.size()
                            >= Standing.majority(standing.leader().members().size())
                    && inOrder.stream().anyMatch(member -> !member.peer().equals(leader));
            return possible ? Optional.empty() : Optional.of(quorum(standing));
        });
    }

    private static Waits quorum(Standing standing) {
        int voters = standing.leader().members().size();
        return new Waits(
                Reason.QUORUM,
                "shard %s: %s"
                        .formatted(
                                standing.shard().shard(),
                                standing.amiss().orElse("its %d voters can't spare one".formatted(voters))));
    }

    private Optional<Waits> quorumWithout(Standing standing, Replica replica) {
        var voters = standing.leader().members();
        boolean only = voters.size() == 1 && voters.getFirst().pod().equals(replica.pod());
        long left = standing.inOrder().stream()
                .filter(member -> !member.pod().equals(replica.pod()))
                .count();
        return only || left >= Standing.majority(voters.size()) ? Optional.empty() : Optional.of(quorum(standing));
    }

    /**
     * Whether a group may go on to these voters, of which at most one is new or one of the present ones is missing, or where
     * the groups on the way there have a majority too.
     */
    public Verdict changeMembers(ShardId id, List<Member> next) {
        return ask(id, standing -> {
            var inOrder = standing.inOrder();
            var present = standing.leader().members();
            long ready = next.stream()
                    .filter(member -> present.contains(member)
                            ? inOrder.contains(member)
                            : standing.shard().replicaOf(member).isPresent())
                    .count();
            return ready >= Standing.majority(next.size()) ? Optional.empty() : Optional.of(quorum(standing));
        });
    }

    private interface Rule {
        Optional<Waits> inTheWay(Standing standing);
    }

    private Verdict ask(ShardId id, Rule rule) {
        var standing = standing(id);
        if (standing.isEmpty()) {
            return new Waits(Reason.NO_LEADER, "shard %s has no leader".formatted(id));
        }
        if (admitted.contains(id)) {
            return new Waits(Reason.BUSY, "shard %s: something else is being done to it".formatted(id));
        }
        var move = ownership.movesInFlight().stream()
                .filter(open -> open.involves(id))
                .findFirst();
        if (move.isPresent()) {
            return new Waits(
                    Reason.MOVE_UNDER_WAY,
                    "shard %s: partitions move from shard %s to shard %s"
                            .formatted(id, move.get().from(), move.get().to()));
        }
        var waits = rule.inTheWay(standing.get());
        return waits.isPresent() ? waits.get() : share(id);
    }

    private Verdict share(ShardId id) {
        if (!disturbed.containsKey(id) && disturbed.size() >= limit) {
            var first = disturbed.firstEntry();
            return new Waits(
                    Reason.SHARE,
                    "%d of at most %d shards disturbed at once: shard %s: %s"
                            .formatted(disturbed.size(), limit, first.getKey(), first.getValue()));
        }
        disturbed.putIfAbsent(id, "it is disturbed now");
        admitted.add(id);
        return new Allowed();
    }

    /** Why partitions can't begin to move, without figures, since it is on record as long as it lasts. */
    private Optional<String> busy(Standing standing) {
        if (standing.restarts()) {
            return Optional.of("a replica is being replaced");
        }
        if (standing.changesMembers()) {
            return Optional.of("its members change");
        }
        return admitted.contains(standing.shard().shard())
                ? Optional.of("something else is being done to it")
                : Optional.empty();
    }

    /** Whether partitions may begin to move from one shard to another. A shard that lacks a voter may give and take. */
    public Verdict move(ShardId from, ShardId to) {
        for (var end : List.of(from, to)) {
            var standing = standing(end);
            if (standing.isEmpty()) {
                return new Waits(Reason.NO_LEADER, "shard %s has no leader".formatted(end));
            }
            var busy = busy(standing.get());
            if (busy.isPresent()) {
                return new Waits(Reason.BUSY, "shard %s: %s".formatted(end, busy.get()));
            }
        }
        return new Allowed();
    }
}
