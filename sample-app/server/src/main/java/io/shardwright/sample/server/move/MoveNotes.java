package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveStatus;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.Move;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What this process alone knows of moves: for status and time-outs, never for decisions of safety. Lost with the process. */
final class MoveNotes {
    /** Pages sent to a target, and when it was last heard of, in nanoseconds of the given clock. */
    private record Sent(long keys, long bytes, long bytesTotal, long heardAt) {}

    private final LongSupplier nanoTime;
    private final Map<String, String> details = new ConcurrentHashMap<>();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<String, Long> rates = new ConcurrentHashMap<>();
    private final Map<String, String> yields = new ConcurrentHashMap<>();
    private final Map<String, Long> fences = new ConcurrentHashMap<>();

    MoveNotes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** What a move waits for; null for nothing. */
    void setDetail(String move, @Nullable String detail) {
        if (detail == null) {
            details.remove(move);
        } else {
            details.put(move, detail);
        }
    }

    /** Why a move copies slower than it might; null where it doesn't. */
    void setYields(String move, @Nullable String why) {
        if (why == null) {
            yields.remove(move);
        } else {
            yields.put(move, why);
        }
    }

    /**
     * How fast a move that comes may be copied, in bytes per second. It isn't in the log: a new leader copies at the shard's
     * limit until the operator, who sees that in the status, orders again.
     */
    void setRate(String move, @Nullable Long bytesPerSecond) {
        if (bytesPerSecond != null) {
            rates.put(move, bytesPerSecond);
        }
    }

    long rateOr(String move, long otherwise) {
        return rates.getOrDefault(move, otherwise);
    }

    /** How long the fence of a move lasted, in milliseconds. */
    void setFenced(String move, long millis) {
        fences.put(move, millis);
    }

    /** The target of a move that leaves has asked for something. */
    void heard(String move) {
        sent.merge(move, new Sent(0, 0, 0, now()), (s, n) -> new Sent(s.keys, s.bytes, s.bytesTotal, n.heardAt));
    }

    void sent(String move, CopyPage page) {
        var more = new Sent(page.entries().size(), page.payloadBytes(), page.bytesTotal(), now());
        sent.merge(move, more, (s, n) -> new Sent(s.keys + n.keys, s.bytes + n.bytes, n.bytesTotal, n.heardAt));
    }

    /** Whether the target of a move that leaves can't catch up at the rate it has. */
    boolean isOvertaken(String move) {
        Sent pages = sent.get(move);
        return pages != null && CopyPace.isOvertaken(pages.bytes, pages.bytesTotal);
    }

    /** When the target of a move was last heard of here; the first time it is asked: now. */
    long heardAt(String move) {
        return sent.computeIfAbsent(move, id -> new Sent(0, 0, 0, now())).heardAt;
    }

    /** Forgets the moves that aren't known (any more). */
    void retain(Predicate<String> isKnown) {
        for (Map<String, ?> notes : List.of(details, sent, rates, yields, fences)) {
            notes.keySet().removeIf(isKnown.negate());
        }
    }

    /**
     * A move for the status of the shard.
     *
     * @param limit what all copies to this shard may take together, in bytes per second
     */
    MoveStatus status(Move move, long limit) {
        String id = move.id();
        String detail = details.get(id);
        MoveStatus status = move.status(detail == null ? yields.get(id) : detail);
        boolean leaves = move instanceof Move.Outgoing;
        Sent pages = leaves ? sent.get(id) : null;
        return new MoveStatus(
                id,
                status.from(),
                status.to(),
                status.ranges(),
                status.phase(),
                pages == null ? status.keysCopied() : pages.keys,
                pages == null ? status.bytesCopied() : pages.bytes,
                pages == null ? status.bytesTotal() : pages.bytesTotal,
                status.startedAtMillis(),
                status.detail(),
                leaves ? null : (Long) rateOr(id, limit),
                fences.get(id));
    }
}
