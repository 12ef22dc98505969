package io.shardwright.sample.server.http;

import io.shardwright.sample.server.serve.KvAnswer;
import io.shardwright.sample.server.serve.KvRequest;
import io.shardwright.sample.server.serve.Operation;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets requests in while the heap can bear them: the values of those under way, waiting ones included, are bounded in bytes.
 * A value is held about four times over while it is written, so that an eighth of the heap is what they may have.
 */
final class Admission implements DataPort.Service {
    private static final int UNIT = 1 << 10;
    private static final int SHARE = 8;

    private final DataPort.Service service;
    private final Semaphore units;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * Lets requests in to a service.
     *
     * @param bytes bound of the values under way
     */
    Admission(DataPort.Service service, long bytes) {
        this.service = service;
        this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT));
    }

    static Admission byHeap(DataPort.Service service) {
        return new Admission(service, Runtime.getRuntime().maxMemory() / SHARE);
    }

    @Override
    public KvAnswer answer(KvRequest request) throws InterruptedException {
        int needed = request.operation() instanceof Operation.Put put ? put.value().length / UNIT + 1 : 0;
        if (!units.tryAcquire(needed)) {
            return KvAnswer.error(503, "this pod has too many bytes of values under way. Nothing was done: try again");
        }
        inFlight.incrementAndGet();
        try {
            return service.answer(request);
        } finally {
            inFlight.decrementAndGet();
            units.release(needed);
        }
    }

    /** Number of requests under way. */
    int inFlight() {
        return inFlight.get();
    }
}
