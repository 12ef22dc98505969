package io.shardwright.sample.server.serve;

import io.shardwright.contract.Contract;
import io.shardwright.contract.OwnershipTable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request: by itself where this replica leads the shard that owns the partition, else by passing it on to the
 * leader or to the owner. A request that nothing was done for yet waits rather than fails: for a leader, for a fence to end,
 * for the log to catch up; each wait is bounded. A write whose outcome is open ends with 504 and is not tried again.
 */
public final class KvService {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Shard shard;
    private final RoutingTable routes;
    private final Forwarder forwarder;
    private final LeaderPath leader;
    private final Parking parking;
    private final Times times;
    private final RequestRates rates;
    private final ServeMetrics metrics;

    /** Creates it for one pod. */
    public KvService(
            Shard shard,
            RoutingTable routes,
            Forwarder forwarder,
            Times times,
            RequestRates rates,
            ServeMetrics metrics) {
        this.rates = rates;
        this.shard = shard;
        this.routes = routes;
        this.forwarder = forwarder;
        this.times = times;
        this.metrics = metrics;
        this.parking = new Parking(shard, times, metrics);
        this.leader = new LeaderPath(shard, metrics);
    }

    /** What one try came to. */
    sealed interface Step {
        /** It is answered. */
        record Done(KvAnswer answer) implements Step {}

        /** Nothing was done; another replica leads, or none. */
        record NoLeader(String why) implements Step {}

        /** Nothing was done; the partition is fenced or given away to a shard that doesn't serve it yet. */
        record Parked() implements Step {}

        /**
         * Nothing was done; the shard doesn't serve the partition.
         *
         * @param to who does as far as this shard's own state knows, or null
         * @param epoch the partition's epoch there, or 0
         */
        record Elsewhere(@Nullable Integer to, long epoch) implements Step {}
    }

    /** Number of requests that wait here for a fence to end. */
    public int parked() {
        return parking.count();
    }

    /** Answers, whatever happens; blocks until then. */
    public KvAnswer answer(KvRequest request) throws InterruptedException {
        Waits waits = new Waits(times, request);
        while (true) {
            boolean leads = shard.leads();
            Step step = leads ? leader.attempt(request) : throughLeader(request);
            if (leads && step instanceof Step.Done) {
                rates.count(request.partition());
            }
            KvAnswer answer = switch (step) {
                case Step.Done(KvAnswer done) -> done;
                case Step.NoLeader(String why) -> awaitLeader(request, waits, why);
                case Step.Parked parked -> parking.await(request, waits);
                case Step.Elsewhere(Integer to, long epoch) -> elsewhere(request, to, epoch, waits);
            };
            if (answer != null) {
                return stamped(request, answer);
            }
        }
    }

    private KvAnswer stamped(KvRequest request, KvAnswer answer) {
        return answer.withDefault(Contract.SHARD_HEADER, Integer.toString(shard.ordinal()))
                .withDefault(Contract.PARTITION_HEADER, Integer.toString(request.partition()))
                .withDefault(Contract.EPOCH_HEADER, Long.toString(epochHere(request.partition())))
                .withDefault(Contract.ROLE_HEADER, role());
    }

    private long epochHere(int partition) {
        return shard.store().isOpen() ? shard.state().ownership(partition).servedEpoch() : 0;
    }

    private String role() {
        var node = shard.group().node();
        return node == null
                ? io.shardwright.contract.Role.WAITING.name()
                : node.role().name();
    }

    private Step throughLeader(KvRequest request) {
        String pod = shard.leaderPod();
        if (request.toLeader()) {
            return new Step.Done(KvAnswer.of(KvAnswer.NOT_LEADER));
        }
        if (pod == null || pod.equals(shard.pod())) {
            return new Step.NoLeader("the shard has no leader");
        }
        metrics.forwarded("leader");
        return switch (forwarder.toLeader(pod, request)) {
            case Forwarder.Result.Answered(KvAnswer answer) -> new Step.Done(answer);
            case Forwarder.Result.NotTaken(String why) -> new Step.NoLeader(why);
        };
    }

    /** Waits a little; an answer only when that has gone on for too long. */
    private @Nullable KvAnswer awaitLeader(KvRequest request, Waits waits, String why) throws InterruptedException {
        if (request.toLeader()) {
            return KvAnswer.of(KvAnswer.NOT_LEADER);
        }
        long left = waits.leaderNanosLeft();
        if (left <= 0) {
            return KvAnswer.error(
                    503, "shard " + shard.ordinal() + " can't answer: " + why + ". Nothing was done: try again");
        }
        // What isn't over in a moment is asked again: the next leader may be elected without any event here.
        var unused = shard.changed().await(() -> false, Math.min(left, PAUSE_NANOS));
        return null;
    }

    private @Nullable KvAnswer elsewhere(KvRequest request, @Nullable Integer to, long epoch, Waits waits)
            throws InterruptedException {
        int partition = request.partition();
        int owner = to == null ? OwnershipTable.NOBODY : to;
        long ownerEpoch = to == null ? 0 : epoch;
        OwnershipTable table = routes.table();
        if (table != null
                && table.owner(partition) != OwnershipTable.NOBODY
                && table.partitionEpoch(partition) > ownerEpoch) {
            owner = table.owner(partition);
            ownerEpoch = table.partitionEpoch(partition);
        }
        boolean ahead = owner != OwnershipTable.NOBODY && owner != shard.ordinal() && ownerEpoch > request.epoch();
        if (!ahead) {
            return behind(request, waits);
        }
        if (request.hops() >= Contract.MAX_HOPS) {
            return KvAnswer.error(
                    503,
                    "partition " + partition + " is on the move: forwarded " + request.hops() + " times. Try again");
        }
        metrics.forwarded("shard");
        return switch (forwarder.toShard(owner, ownerEpoch, request)) {
            case Forwarder.Result.Answered(KvAnswer answer) -> retried(answer, waits) ? null : answer;
            case Forwarder.Result.NotTaken(String why) -> awaitLeader(request, waits, why);
        };
    }

    /** A 503 says that nothing was done; asked by a user's request, this pod asks again while there is time. */
    private boolean retried(KvAnswer answer, Waits waits) throws InterruptedException {
        if (answer.status() != 503 || !waits.first() || waits.leaderNanosLeft() <= 0) {
            return false;
        }
        var unused = shard.changed().await(() -> false, PAUSE_NANOS);
        return true;
    }

    /** Whoever sent the request knows more than this replica: its log will bring it. */
    private @Nullable KvAnswer behind(KvRequest request, Waits waits) throws InterruptedException {
        long left = waits.behindNanosLeft();
        if (left <= 0) {
            return KvAnswer.error(
                    503,
                    "shard " + shard.ordinal() + " doesn't serve partition " + request.partition()
                            + " and doesn't know who does yet. Nothing was done: try again");
        }
        var unused = shard.changed().await(() -> epochHere(request.partition()) > 0, left);
        return null;
    }

    /** The waits of one request: each kind begins when it is first needed. */
    static final class Waits {
        private final Times times;
        private final KvRequest request;
        private long leaderEnd;
        private long parkEnd;
        private long behindEnd;

        Waits(Times times, KvRequest request) {
            this.times = times;
            this.request = request;
        }

        boolean first() {
            return request.hops() == 0;
        }

        long leaderNanosLeft() {
            leaderEnd = leaderEnd == 0 ? end(times.leader()) : leaderEnd;
            return left(leaderEnd);
        }

        long parkNanosLeft() {
            parkEnd = parkEnd == 0 ? end(times.park()) : parkEnd;
            return left(parkEnd);
        }

        long behindNanosLeft() {
            behindEnd = behindEnd == 0 ? end(times.behind()) : behindEnd;
            return left(behindEnd);
        }

        private static long end(Duration wait) {
            return System.nanoTime() + wait.toNanos();
        }

        private long left(long end) {
            return Math.min(end - System.nanoTime(), request.nanosLeft());
        }
    }
}
