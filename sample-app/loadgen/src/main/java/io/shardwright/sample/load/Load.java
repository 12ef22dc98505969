package io.shardwright.sample.load;

import io.shardwright.sample.client.Answer;
import io.shardwright.sample.client.KvClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A load at a fixed rate: request n is due at start + n / rate, and its time counts from then, so that a stall shows in
 * every request that it delayed. Each worker writes keys of its own and reads everybody's.
 */
final class Load {
    private final Profile profile;
    private final KvClient client;
    private final Recorder recorder;
    private final AtomicReferenceArray<Register> registers;
    private final List<Register> retired = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean stopping = new AtomicBoolean();

    Load(Profile profile, KvClient client, Recorder recorder) {
        this.profile = profile;
        this.client = client;
        this.recorder = recorder;
        this.registers = new AtomicReferenceArray<>(profile.keys());
        for (int i = 0; i < profile.keys(); i++) {
            registers.set(i, new Register(profile.prefix() + '-' + i));
        }
    }

    /** Ends {@link #run} soon. */
    void stop() {
        stopping.set(true);
    }

    /** Sends requests until the time is over or {@link #stop} is called, then waits for their answers. */
    void run(long durationNanos) {
        long start = System.nanoTime();
        inParallel(profile.workers(), worker -> work(worker, start, durationNanos));
    }

    /**
     * Reads every key once and judges it against what was acknowledged.
     *
     * @return keys that couldn't be read or whose value is wrong
     */
    long verify() {
        List<Register> all = new ArrayList<>(retired);
        for (int i = 0; i < profile.keys(); i++) {
            all.add(register(i));
        }
        var wrong = new java.util.concurrent.atomic.AtomicLong();
        inParallel(profile.workers(), worker -> {
            for (int i = worker; i < all.size(); i += profile.workers()) {
                if (!isIntact(all.get(i))) {
                    wrong.incrementAndGet();
                }
            }
        });
        return wrong.get();
    }

    private boolean isIntact(Register register) {
        for (int attempt = 0; attempt < 10; attempt++) {
            long since = register.beginRead();
            var judged = judge(register, since, client.get(register.keyBytes()));
            if (judged != null) {
                return judged;
            }
            LockSupport.parkNanos(500_000_000L);
        }
        recorder.violated("an acknowledged key could not be read in ten attempts");
        return false;
    }

    /** True or false where the answer says, null where the read failed. */
    private @Nullable Boolean judge(Register register, long since, Answer answer) {
        var wrong = switch (answer) {
            case Answer.Found found -> register.judge(since, found.value());
            case Answer.Absent absent -> register.judge(since, null);
            default -> null;
        };
        if (wrong == null) {
            return null;
        }
        wrong.ifPresent(recorder::violated);
        return wrong.isEmpty();
    }

    private void work(int worker, long start, long durationNanos) {
        Random random = new Random(profile.seed() * 1_000_003 + worker);
        for (long n = worker; !stopping.get(); n += profile.workers()) {
            long dueAfter = (long) (n * 1e9 / profile.requestsPerSecond());
            if (dueAfter >= durationNanos) {
                return;
            }
            long due = start + dueAfter;
            for (long wait = due - System.nanoTime(); wait > 0 && !stopping.get(); wait = due - System.nanoTime()) {
                LockSupport.parkNanos(Math.min(wait, 100_000_000L));
            }
            if (stopping.get()) {
                return;
            }
            if (random.nextInt(100) < profile.writePercent()) {
                write(worker, random, due);
            } else {
                read(random, due);
            }
        }
    }

    private void read(Random random, long due) {
        Register register = register(random.nextInt(profile.keys()));
        long since = register.beginRead();
        Answer answer = client.get(register.keyBytes());
        recorder.answered(false, answer, due, System.nanoTime());
        judge(register, since, answer);
    }

    private void write(int worker, Random random, long due) {
        int own = (profile.keys() - worker + profile.workers() - 1) / profile.workers();
        int index = worker + random.nextInt(own) * profile.workers();
        Register register = register(index);
        int kind = random.nextInt(100);
        String version = register.version();
        Answer answer;
        if (kind < profile.deletePercent()) {
            register.beginDelete();
            answer = client.delete(register.keyBytes());
        } else if (kind < profile.deletePercent() + profile.conditionalPercent()) {
            byte[] value = register.beginPut(profile.valueBytes());
            answer = version == null
                    ? client.create(register.keyBytes(), value)
                    : client.compareAndSet(register.keyBytes(), version, value);
        } else {
            answer = client.put(register.keyBytes(), register.beginPut(profile.valueBytes()));
        }
        recorder.answered(true, answer, due, System.nanoTime());
        conclude(index, register, answer);
    }

    private void conclude(int index, Register register, Answer answer) {
        switch (answer) {
            case Answer.Written written -> register.acknowledged(written.version());
            case Answer.ConditionFailed failed -> {
                // Nobody else writes this key, so its version can't have changed.
                recorder.violated("a conditional write failed on version " + failed.version()
                        + ", which nobody but the failing writer can have changed from " + register.version());
                retire(index, register);
            }
            case Answer.Failed failed
            when failed.certainty() == Answer.Certainty.NOT_APPLIED ->
                register.notApplied().ifPresent(recorder::violated);
            default -> {
                register.uncertain();
                retire(index, register);
            }
        }
    }

    /** Leaves the key alone from now on, and goes on with a fresh one in its place. */
    private void retire(int index, Register register) {
        retired.add(register);
        registers.set(index, new Register(profile.prefix() + '-' + index + "-after-" + retired.size()));
    }

    private Register register(int index) {
        return java.util.Objects.requireNonNull(registers.get(index));
    }

    private static void inParallel(int workers, java.util.function.IntConsumer work) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                running.add(executor.submit(() -> work.accept(worker)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a worker of the load failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
