package io.shardwright.planner;

import java.util.List;

/**
 * Plans who owns which partition, with the fewest moves.
 *
 * <p>Objectives, in order:
 *
 * <ol>
 *   <li>every partition has one owner, and none is on a shard that is drained or no longer wanted;
 *   <li>every shard owns its weighted fair share, rounded down or up;
 *   <li>the fewest partitions move: exactly {@link MoveBound};
 *   <li>the smallest max load ÷ fair share, by which shards are rounded up ({@link Apportionment});
 *   <li>the same inputs in any order give the same plan;
 *   <li>few ranges of consecutive partitions, so that the published map stays short (by rule, not by optimum).
 * </ol>
 *
 * <p>The rules that choose partitions: a shard keeps its lowest-numbered ones up to its quota; the others, ascending, fill
 * the shards below their quota, ascending. So a first plan is one range a shard, and a shard gives up the end of its range.
 *
 * <p>Postcondition on re-planning: after any of the moves were carried out, planning again from there gives the same
 * target and exactly the moves that are left. A crash between moves costs nothing, and no plan needs to be stored to be
 * continued. (Quotas: a shard rounded up either keeps what made it so or hasn't yet got it, and then comes as early in
 * the order as before. Partitions: leaving and filling are both by ascending number, and what is left of an ascending sequence is
 * dealt out as before.)
 *
 * <p>O(P + n log n) time and O(P + n) memory for P partitions and n shards.
 */
public final class Planner {

    private Planner() {}

    /** Plans; refuses with {@link RefusalReason#NO_SHARDS} or {@link RefusalReason#NO_WEIGHT}. */
    public static PlanResult plan(PlanRequest request) {
        return switch (Apportionment.apportion(request.current(), request.weights())) {
            case Refused refused -> refused;
            case Quotas quotas -> new PlanResult.Planned(plan(request, quotas));
        };
    }

    /**
     * The rest of a plan that was made before: the moves from where partitions are now to the target it had. Unlike
     * {@link #plan} it doesn't choose a target, so what was approved is what is carried out.
     *
     * @param request the present ownership, and the weights that the target was planned for
     * @param target every partition owned, as many partitions as the present ownership has
     * @throws IllegalArgumentException if the target has another number of partitions, or leaves one without an owner
     */
    public static PlanResult toward(PlanRequest request, Ownership target) {
        if (target.partitions() != request.current().partitions() || target.unowned() > 0) {
            throw new IllegalArgumentException(
                    "a target owns each of " + request.current().partitions() + " partitions, not " + target);
        }
        return switch (Apportionment.apportion(request.current(), request.weights())) {
            case Refused refused -> refused;
            case Quotas quotas -> new PlanResult.Planned(plan(request, quotas, target));
        };
    }

    private static Plan plan(PlanRequest request, Quotas quotas) {
        return plan(request, quotas, target(request.current(), quotas));
    }

    private static Plan plan(PlanRequest request, Quotas quotas, Ownership target) {
        var current = request.current();
        return new Plan(
                current,
                target,
                quotas,
                MoveOrder.batches(current, target, quotas, request.maxPartitionsPerBatch()),
                MoveBound.minimumMoves(current, request.weights()),
                Balance.of(current, quotas),
                Balance.of(target, quotas));
    }

    private static Ownership target(Ownership current, Quotas quotas) {
        List<Quota> shards = quotas.shards();
        int[] room =
                new int[Math.max(current.ordinals(), shards.getLast().shard().ordinal() + 1)];
        for (var quota : shards) {
            room[quota.shard().ordinal()] = quota.partitions();
        }
        int[] owners = new int[current.partitions()];
        for (int partition = 0; partition < owners.length; partition++) {
            int owner = current.ordinalAt(partition);
            boolean keeps = owner != Ownership.UNOWNED && room[owner]-- > 0;
            owners[partition] = keeps ? owner : Ownership.UNOWNED;
        }
        int next = 0;
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] == Ownership.UNOWNED) {
                while (room[next] <= 0) {
                    next++;
                }
                owners[partition] = next;
                room[next]--;
            }
        }
        return Ownership.ofTrusted(owners);
    }
}
