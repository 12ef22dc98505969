package io.shardwright.sample.server.state;

import java.util.List;

/**
 * What the source reads for the target in one go: its state at one index of its log.
 *
 * @param entries keys and removals, to be applied in this order
 * @param next where the next page begins
 * @param opening index of the source's log at which the move was opened there; pages of another opening don't fit
 * @param sourceIndex index that the source had applied when it read
 * @param level whether the target, with this page, has everything up to {@code sourceIndex}
 * @param bytesTotal bytes of keys and values in the partitions of the move at the source
 */
public record CopyPage(
        List<CopiedEntry> entries, CopyCursor next, long opening, long sourceIndex, boolean level, long bytesTotal) {
    public CopyPage {
        entries = List.copyOf(entries);
    }

    /** No page at all, for commands that have room for one and need none. */
    static CopyPage none() {
        return new CopyPage(List.of(), CopyCursor.start(), 0, 0, false, 0);
    }

    /** Bytes of the keys and values in it: what counts against limits, and as progress. */
    public long payloadBytes() {
        return entries.stream().mapToLong(CopiedEntry::payloadBytes).sum();
    }
}
