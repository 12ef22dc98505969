package io.shardwright.sample.server.move;

import io.shardwright.sample.server.pace.CopyLimit;
import io.shardwright.sample.server.pace.Pacer;
import io.shardwright.sample.server.state.CopyPage;
import java.time.Duration;

/**
 * How fast one target copies: not faster than its order says, and not faster than all copies to its shard may be together.
 * Once the source has fenced nothing is held up, because users wait; nor where changes come faster than they may be copied,
 * because it would never end.
 */
final class CopyPace {
    /** A page is a tenth of a second's bytes, so that the copy is smooth, but worth a call. */
    private static final int PAGES_PER_SECOND = 10;

    static final int SMALLEST_PAGE_BYTES = 4 << 10;
    /** After so long it is looked again whether the move is still wanted. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final String move;
    private final MoveNotes notes;
    private final CopyLimit shard;
    private final Pacer own;
    private final int largestPageBytes;
    private boolean unheld;

    CopyPace(String move, MoveNotes notes, CopyLimit shard, int largestPageBytes) {
        this.move = move;
        this.notes = notes;
        this.shard = shard;
        this.own = new Pacer(notes::now);
        this.largestPageBytes = largestPageBytes;
    }

    /** Rate of the order, or the shard's limit where it has none, in bytes per second. */
    long rate() {
        return notes.rateOr(move, shard.limit());
    }

    /** How long to wait before the next page, at most half a second at once; zero for not at all. */
    Duration untilDue() {
        if (unheld) {
            return Duration.ZERO;
        }
        Duration mine = own.untilDue();
        Duration ours = shard.untilDue();
        notes.setYields(move, shard.yields());
        Duration due = mine.compareTo(ours) > 0 ? mine : ours;
        return due.compareTo(LOOK_AGAIN) < 0 ? due : LOOK_AGAIN;
    }

    int pageBytes() {
        return unheld
                ? largestPageBytes
                : Math.clamp(
                        rate() / PAGES_PER_SECOND, Math.min(SMALLEST_PAGE_BYTES, largestPageBytes), largestPageBytes);
    }

    void copied(CopyPage page, long bytesBefore) {
        long bytes = page.payloadBytes();
        unheld |= isOvertaken(bytesBefore + bytes, page.bytesTotal());
        own.sent(bytes, rate());
        shard.copied(bytes);
    }

    /**
     * Whether changes come about as fast as they are copied: more than twice as much was copied as there is.
     *
     * @param bytes copied so far
     * @param bytesTotal what there is
     */
    static boolean isOvertaken(long bytes, long bytesTotal) {
        return bytes > 2 * bytesTotal + (1 << 20);
    }

    /** The source takes no writes from here on. */
    void fenced() {
        unheld = true;
        notes.setYields(move, null);
    }
}
