package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveStatus;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.Move;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What this process alone knows of moves: for status and time-outs, never for decisions of safety. Lost with the process. */
final class MoveNotes {
    /** Pages sent to a target, and when it was last heard of, in nanoseconds of the given clock. */
    private record Sent(long keys, long bytes, long bytesTotal, long heardAt) {}

    private final LongSupplier nanoTime;
    private final Map<String, String> details = new ConcurrentHashMap<>();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

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

    /** The target of a move that leaves has asked for something. */
    void heard(String move) {
        sent.merge(move, new Sent(0, 0, 0, now()), (s, n) -> new Sent(s.keys, s.bytes, s.bytesTotal, n.heardAt));
    }

    void sent(String move, CopyPage page) {
        long bytes = page.entries().stream()
                .mapToLong(e -> e.key().length + (e.value() == null ? 0 : e.value().length))
                .sum();
        var more = new Sent(page.entries().size(), bytes, page.bytesTotal(), now());
        sent.merge(move, more, (s, n) -> new Sent(s.keys + n.keys, s.bytes + n.bytes, n.bytesTotal, n.heardAt));
    }

    /** When the target of a move was last heard of here; the first time it is asked: now. */
    long heardAt(String move) {
        return sent.computeIfAbsent(move, id -> new Sent(0, 0, 0, now())).heardAt;
    }

    /** Forgets the moves that aren't among these. */
    void retain(Set<String> moves) {
        details.keySet().retainAll(moves);
        sent.keySet().retainAll(moves);
    }

    MoveStatus status(Move move) {
        MoveStatus status = move.status(details.get(move.id()));
        Sent pages = move instanceof Move.Outgoing ? sent.get(move.id()) : null;
        return pages == null
                ? status
                : new MoveStatus(
                        status.id(),
                        status.from(),
                        status.to(),
                        status.ranges(),
                        status.phase(),
                        pages.keys,
                        pages.bytes,
                        pages.bytesTotal,
                        status.startedAtMillis(),
                        status.detail());
    }
}
