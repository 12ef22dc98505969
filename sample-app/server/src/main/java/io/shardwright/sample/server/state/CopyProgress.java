package io.shardwright.sample.server.state;

/**
 * How far a target's copy is.
 *
 * @param chunks number of the last chunk taken, 0 before the first
 * @param cursor where the next page begins
 * @param opening index of the source's log at which the move was opened there, 0 before the first chunk
 * @param sourceIndex index that the source had applied when it read the last chunk
 * @param levelAt everything that the source had applied up to this index is here; 0 while that is true of none
 * @param keys keys and removals received
 * @param bytes bytes of keys and values received
 * @param bytesTotal bytes of the partitions at the source, as of the last chunk; 0 while unknown
 */
public record CopyProgress(
        int chunks,
        CopyCursor cursor,
        long opening,
        long sourceIndex,
        long levelAt,
        long keys,
        long bytes,
        long bytesTotal) {
    static CopyProgress start() {
        return new CopyProgress(0, CopyCursor.start(), 0, 0, 0, 0, 0, 0);
    }

    CopyProgress plus(CopyPage page) {
        return new CopyProgress(
                chunks + 1,
                page.next(),
                page.opening(),
                page.sourceIndex(),
                page.level() ? page.sourceIndex() : levelAt,
                keys + page.entries().size(),
                bytes + page.payloadBytes(),
                page.bytesTotal());
    }
}
