package io.shardwright.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: events in the order of their times, and of their making where times are equal. It is the only source of
 * time and of turns, so that a run depends on nothing but its seed.
 */
final class Timeline implements InstantSource {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(long at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Set<Task> tasks = new LinkedHashSet<>();
    private long now;
    private long number;
    private long steps;
    private @Nullable Task current;

    /** Nanoseconds since the start. */
    long now() {
        return now;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(now);
    }

    /** Events that have happened. */
    long steps() {
        return steps;
    }

    /** Lets something happen later. */
    void after(long nanos, Runnable action) {
        events.add(new Event(now + Math.max(0, nanos), number++, action));
    }

    /** Starts a task; its first turn comes with the next event. */
    Task start(String name, Runnable body) {
        Task task = new Task(this, name, body);
        tasks.add(task);
        after(0, task::resume);
        return task;
    }

    /** Lets everything happen up to a time. */
    void runUntil(long end) {
        while (true) {
            Event next = events.peek();
            if (next == null || next.at() > end) {
                break;
            }
            events.remove();
            now = next.at();
            steps++;
            next.action().run();
        }
        now = end;
    }

    /** The task whose turn it is. */
    Task current() {
        return Objects.requireNonNull(current, "only a task can wait");
    }

    void turn(@Nullable Task task) {
        current = task;
    }

    void over(Task task) {
        tasks.remove(task);
    }

    /** Ends all tasks; nothing happens afterwards. */
    void end() {
        List.copyOf(tasks).forEach(Task::kill);
        events.clear();
    }
}
