package io.shardwright.sample.server.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What applying a command came to. The same on every replica. */
public sealed interface Outcome {
    /** Outcome of one write. */
    sealed interface OfWrite extends Outcome {}

    /** The write took effect. */
    record Applied(Version version) implements OfWrite {}

    /**
     * The condition didn't hold; nothing changed.
     *
     * @param current the key's version, or null where it is absent
     */
    record ConditionFailed(@Nullable Version current) implements OfWrite {}

    /**
     * The shard doesn't own the partition; nothing changed.
     *
     * @param to the shard that owns it as far as known here, or null
     * @param epoch the partition's epoch there, 0 if unknown
     */
    record NotOwner(@Nullable Integer to, long epoch) implements OfWrite {}

    /** The partition is fenced: ask again when the move is decided; nothing changed. */
    record Fenced(String move) implements OfWrite {}

    /** Outcomes of a batch, one per write, in order. */
    record Batched(List<OfWrite> writes) implements Outcome {
        public Batched {
            writes = List.copyOf(writes);
        }
    }

    /** The move as it stands after the command, whether or not that changed anything. */
    record MoveIs(Move move) implements Outcome {}

    /** The command can't be carried out here; nothing changed. */
    record Refused(String why) implements Outcome {}

    /** The shard is founded, by this or an earlier command. */
    record Founded() implements Outcome {}

    /** The command had been applied before; its outcome isn't kept. */
    record Replayed() implements Outcome {}
}
