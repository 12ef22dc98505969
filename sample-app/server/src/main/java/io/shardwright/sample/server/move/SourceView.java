package io.shardwright.sample.server.move;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MovePhase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A move as its source's log has it.
 *
 * @param phase how far it is at the source, or null where the source doesn't know the move (any more)
 * @param fenceIndex index of the fence in the source's log, 0 before it
 * @param epochs the partitions' epochs at the source before the move
 * @param why why it was aborted, or ""
 */
public record SourceView(@Nullable MovePhase phase, long fenceIndex, List<EpochRanges> epochs, String why) {
    public SourceView {
        epochs = List.copyOf(epochs);
    }
}
