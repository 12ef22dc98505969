package io.shardwright.contract;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The voters that a shard should have. Sent to every pod of the shard; a pod that isn't the leader and is a member already
 * answers 200 and leaves it to the leader, a pod that belongs to no group yet prepares to be joined.
 *
 * <p>With {@code bootstrap} it also founds the group. The operator records the founding members before it sends this, and
 * sends it for these alone: a pod that isn't among {@code voters} never founds anything. A group founds itself once; the
 * same order again changes nothing.
 *
 * @param shardSetUid uid of the ShardSet; a pod whose volume carries another one refuses with 409
 * @param voters the members wanted
 * @param bootstrap what the founding members own, or null where the group exists
 */
public record MembersOrder(
        String shardSetUid, List<Member> voters, @Nullable Bootstrap bootstrap) {
    /**
     * The founding of a group.
     *
     * @param ranges the partitions that the new shard owns at epoch 1, see {@link PartitionRanges}; "" for none
     */
    public record Bootstrap(String ranges) {
        public Bootstrap {
            Objects.requireNonNull(ranges);
        }
    }

    public MembersOrder {
        Objects.requireNonNull(shardSetUid);
        voters = List.copyOf(voters);
    }
}
