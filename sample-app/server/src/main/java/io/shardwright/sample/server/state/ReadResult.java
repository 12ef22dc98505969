package io.shardwright.sample.server.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a read of this replica's applied state. It is the latest state only where the caller has made sure that this
 * replica has applied everything committed when the read began.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface ReadResult {
    /** Answer to a read of one key. */
    sealed interface OfKey extends ReadResult {}

    /** Answer to a listing. */
    sealed interface OfList extends ReadResult {}

    /**
     * The key is there.
     *
     * @param epoch the partition's own epoch here
     */
    record Found(byte[] value, Version version, long epoch) implements OfKey {}

    /**
     * The key isn't there.
     *
     * @param epoch the partition's own epoch here
     */
    record Absent(long epoch) implements OfKey {}

    /**
     * Keys of a partition, ascending by their bytes, unsigned.
     *
     * @param epoch the partition's own epoch here
     * @param more whether there are keys behind the last one
     */
    record Listed(List<Item> items, long epoch, boolean more) implements OfList {
        public Listed {
            items = List.copyOf(items);
        }
    }

    /** A key of a listing; {@code valueBytes} is the size of its value. */
    record Item(byte[] key, Version version, int valueBytes) {}

    /**
     * The shard doesn't serve the partition.
     *
     * @param to the shard that owns it as far as known here, or null
     * @param epoch the partition's epoch there, 0 if unknown
     * @param adopted whether that shard is known to serve it already; while it isn't, waiting here for a while is better than
     *     forwarding
     */
    record NotOwner(@Nullable Integer to, long epoch, boolean adopted) implements OfKey, OfList {}
}
