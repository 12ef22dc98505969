package io.shardwright.sample.server.serve;

import io.shardwright.sample.server.serve.ServeMetrics.Refusal;
import io.shardwright.sample.server.state.Ownership;
import io.shardwright.sample.server.state.StoreException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Where requests wait for a fence to end, bounded in number and time. */
final class Parking {
    private final Shard shard;
    private final int places;
    private final Semaphore free;
    private final ServeMetrics metrics;

    Parking(Shard shard, Times times, ServeMetrics metrics) {
        this.shard = shard;
        this.places = times.parked();
        this.free = new Semaphore(times.parked());
        this.metrics = metrics;
    }

    int count() {
        return places - free.availablePermits();
    }

    /** Waits until the partition can be asked for again: then null, else the answer. */
    @Nullable
    KvAnswer await(KvRequest request, KvService.Waits waits) throws InterruptedException {
        if (!free.tryAcquire()) {
            metrics.parkingRefused(Refusal.FULL);
            return KvAnswer.error(
                    503,
                    "partition " + request.partition() + " is on the move and " + places
                            + " requests wait for it already. Nothing was done: try again");
        }
        long start = System.nanoTime();
        try {
            long left = waits.parkNanosLeft();
            if (left > 0 && shard.changed().await(() -> isDecided(request.partition()), left)) {
                return null;
            }
            metrics.parkingRefused(Refusal.LATE);
            return KvAnswer.error(
                    503, "partition " + request.partition() + " is on the move. Nothing was done: try again");
        } finally {
            free.release();
            metrics.parked(System.nanoTime() - start);
        }
    }

    private boolean isDecided(int partition) {
        try {
            return switch (shard.state().ownership(partition)) {
                case Ownership.Fenced fenced -> !shard.leads();
                case Ownership.MovedTo moved -> moved.adopted() || !shard.leads();
                default -> true;
            };
        } catch (StoreException replaced) {
            return true;
        }
    }
}
