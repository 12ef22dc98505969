package io.shardwright.sample.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one key may hold, as a register with one writer and many readers.
 *
 * <p>Writes are numbered. {@code floor} is the highest number known to have taken effect: by an acknowledgement, or because
 * a read saw it. A read that began at floor f and sees write n is right exactly if n ≥ f and n was attempted before the read
 * ended. With one writer that has one write under way at a time, this is linearizability of a register; a failed write of
 * unknown outcome stays possible until the floor has passed it.
 *
 * <p>Such an unknown write could still take effect after a later one; so after one, the writer leaves the key alone.
 */
final class Register {
    private static final int DELETED = -1;

    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    /** Writes at or above the floor, ascending; the first one is the floor. */
    private final Deque<Write> possible = new ArrayDeque<>();

    private long attempted;
    private long floor;
    private boolean abandoned;
    private @Nullable String version;

    private record Write(long number, int length) {}

    Register(String key) {
        this.key = key;
        possible.add(new Write(0, DELETED));
    }

    byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** Version that the key had when this register last learned it, for compare-and-set. */
    @Nullable
    String version() {
        return locked(() -> version);
    }

    /** Whether a write's outcome is unknown, so that the key takes no more writes. */
    boolean isAbandoned() {
        return locked(() -> abandoned);
    }

    /** Begins a write of a value of this length, and gives the value. */
    byte[] beginPut(int length) {
        return locked(() -> {
            long number = ++attempted;
            byte[] value = value(number, length);
            possible.add(new Write(number, value.length));
            return value;
        });
    }

    /** Begins a deletion. */
    void beginDelete() {
        locked(() -> possible.add(new Write(++attempted, DELETED)));
    }

    /** The write under way was acknowledged. */
    void acknowledged(@Nullable String newVersion) {
        locked(() -> {
            raise(attempted);
            version = newVersion;
            return null;
        });
    }

    /**
     * The store says that the write under way had no effect.
     *
     * @return what is wrong with that, if a read has seen it all the same
     */
    Optional<String> notApplied() {
        return locked(() -> {
            if (floor >= attempted) {
                return Optional.of("key " + key + ": write " + attempted + " was refused, yet it was seen");
            }
            possible.removeLast();
            return Optional.empty();
        });
    }

    /** Nobody knows whether the write under way has had, or will have, an effect. */
    void uncertain() {
        locked(() -> abandoned = true);
    }

    /** Floor at the beginning of a read. */
    long beginRead() {
        return locked(() -> floor);
    }

    /**
     * Judges what a read saw.
     *
     * @param since what {@link #beginRead} gave
     * @param seen the value, or null for none
     * @return what is wrong with it, if anything
     */
    Optional<String> judge(long since, byte @Nullable [] seen) {
        return locked(() -> {
            if (seen == null) {
                return judgeAbsent(since);
            }
            long number = number(seen);
            if (number < 0 || number > attempted || !java.util.Arrays.equals(seen, value(number, seen.length))) {
                return Optional.of("key " + key + " holds something that was never written there");
            }
            if (number < since) {
                return Optional.of("key " + key + " shows write " + number + " after write " + since);
            }
            raise(number);
            return Optional.empty();
        });
    }

    private Optional<String> judgeAbsent(long since) {
        for (Write write : possible) {
            if (write.length() == DELETED && write.number() >= since) {
                return Optional.empty();
            }
        }
        // A concurrent read may have raised the floor past a deletion that this read rightly saw.
        return floor > since ? Optional.empty() : Optional.of("key " + key + " shows nothing after write " + since);
    }

    private void raise(long number) {
        floor = Math.max(floor, number);
        while (possible.size() > 1 && possible.getFirst().number() < floor) {
            possible.removeFirst();
        }
    }

    private byte[] value(long number, int length) {
        String head = key + '#' + number + '#';
        StringBuilder text = new StringBuilder(Math.max(length, head.length())).append(head);
        for (int i = head.length(); i < length; i++) {
            text.append((char) ('a' + (number * 31 + i) % 26));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long number(byte[] seen) {
        String text = new String(seen, StandardCharsets.UTF_8);
        String head = key + '#';
        int end = text.indexOf('#', head.length());
        if (!text.startsWith(head) || end < 0 || end - head.length() > 18) {
            return -1;
        }
        try {
            return Long.parseLong(text, head.length(), end, 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private <T> T locked(java.util.function.Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
