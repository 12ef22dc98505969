package io.shardwright.simulation;

import io.shardwright.contract.Contract;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.serve.Times;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Ownership;
import io.shardwright.sample.server.state.ReadResult;
import io.shardwright.sample.server.state.Write;
import io.shardwright.simulation.Operation.Answer;
import io.shardwright.simulation.Operation.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How a pod answers users: a model of the sample's {@code KvService}, with its rules for waiting, parking and forwarding and
 * its times, over the product's own state.
 */
final class FrontEnd {
    private static final Times TIMES = Times.DEFAULT;
    private static final long PAUSE = 50 * Timeline.MILLI;

    /** What one try came to; the same cases as in the product. */
    private sealed interface Step {
        record Done(Answer answer) implements Step {}

        record NoLeader(String why) implements Step {}

        record Parked() implements Step {}

        record Elsewhere(@Nullable Integer to, long epoch) implements Step {}
    }

    private final World world;
    private final Pod pod;

    FrontEnd(World world, Pod pod) {
        this.world = world;
        this.pod = pod;
    }

    /** Waits of one request; each kind begins when it is first needed. */
    private static final class Waits {
        long leader;
        long park;
        long behind;
    }

    private long left(long end, Request request) {
        return Math.min(end, request.deadline()) - world.time.now();
    }

    Answer answer(Request request) {
        Waits waits = new Waits();
        while (true) {
            Replica replica = pod.replica();
            Step step =
                    replica != null && replica.isLeader() ? attempt(replica, request) : throughLeader(replica, request);
            Answer answer = switch (step) {
                case Step.Done(Answer done) -> done;
                case Step.NoLeader(String why) -> awaitLeader(request, waits, why);
                case Step.Parked() -> park(request, waits);
                case Step.Elsewhere(Integer to, long epoch) -> elsewhere(request, to, epoch, waits);
            };
            if (answer != null) {
                return answer;
            }
        }
    }

    private Step attempt(Replica replica, Request request) {
        Write write = request.operation().write();
        return write == null ? read(replica, request) : write(replica, request, write);
    }

    private Step read(Replica replica, Request request) {
        try {
            var unused = replica.readIndex().get(left(Long.MAX_VALUE, request), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Step.NoLeader("the leader wasn't confirmed");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return switch (replica.store().get(request.operation().keyBytes())) {
            case ReadResult.Found(byte[] value, var version, long epoch) ->
                new Step.Done(new Answer(200, version, new String(value, StandardCharsets.UTF_8), ""));
            case ReadResult.Absent absent -> new Step.Done(Answer.error(404, "no such key"));
            case ReadResult.NotOwner(Integer to, long epoch, boolean adopted) ->
                to != null && !adopted ? new Step.Parked() : new Step.Elsewhere(to, epoch);
        };
    }

    private Step write(Replica replica, Request request, Write write) {
        switch (replica.store().ownership(request.partition())) {
            case Ownership.Owned owned -> {}
            case Ownership.Fenced fenced -> {
                return new Step.Parked();
            }
            case Ownership.MovedTo(int to, long epoch, boolean adopted) -> {
                return adopted ? new Step.Elsewhere(to, epoch) : new Step.Parked();
            }
            case Ownership.Incoming incoming -> {
                return new Step.Elsewhere(null, 0);
            }
            case Ownership.Unknown unknown -> {
                return new Step.Elsewhere(null, 0);
            }
        }
        Outcome outcome;
        try {
            outcome = replica.submit(new Command.Batch(List.of(write)))
                    .get(left(Long.MAX_VALUE, request), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Step.Done(Answer.error(504, "not committed in time"));
        } catch (ExecutionException e) {
            return e.getCause() instanceof NotLeaderException
                    ? new Step.NoLeader("lost the lead")
                    : new Step.Done(Answer.error(504, "uncertain"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return switch (((Outcome.Batched) outcome).writes().getFirst()) {
            case Outcome.Applied(var version) -> new Step.Done(new Answer(200, version, null, ""));
            case Outcome.ConditionFailed(var current) -> new Step.Done(new Answer(412, current, null, ""));
            case Outcome.NotOwner(Integer to, long epoch) -> new Step.Elsewhere(to, epoch);
            case Outcome.Fenced fenced -> new Step.Parked();
        };
    }

    private Step throughLeader(@Nullable Replica replica, Request request) {
        if (request.toLeader()) {
            return new Step.Done(Answer.error(Answer.NOT_LEADER, ""));
        }
        Pod leader = replica == null || replica.leaderPod() == null ? null : world.pod(replica.leaderPod());
        if (leader == null || leader == pod) {
            return new Step.NoLeader("the shard has no leader");
        }
        var marked = new Request(
                request.operation(), request.partition(), request.epoch(), request.hops(), true, request.deadline());
        Answer answer = world.calls.forward(pod.name, leader, marked);
        return answer == null || answer.status() == Answer.NOT_LEADER
                ? new Step.NoLeader(leader.name + " didn't take it")
                : new Step.Done(answer);
    }

    private @Nullable Answer awaitLeader(Request request, Waits waits, String why) {
        if (request.toLeader()) {
            return Answer.error(Answer.NOT_LEADER, "");
        }
        long now = world.time.now();
        waits.leader = waits.leader == 0 ? now + TIMES.leader().toNanos() : waits.leader;
        long left = left(waits.leader, request);
        if (left <= 0) {
            return Answer.error(503, why);
        }
        world.time.current().sleep(Math.min(left, PAUSE));
        return null;
    }

    private @Nullable Answer park(Request request, Waits waits) {
        waits.park = waits.park == 0 ? world.time.now() + TIMES.park().toNanos() : waits.park;
        while (!isDecided(request.partition())) {
            if (left(waits.park, request) <= 0 && world.plant != Plant.PARK_FOR_EVER) {
                return Answer.error(503, "on the move");
            }
            world.time.current().await(pod.changed(), 250 * Timeline.MILLI);
        }
        return null;
    }

    private boolean isDecided(int partition) {
        Replica replica = pod.replica();
        if (world.plant == Plant.PARK_FOR_EVER) {
            return false;
        }
        if (replica == null || !replica.isLeader()) {
            return true;
        }
        return switch (replica.store().ownership(partition)) {
            case Ownership.Fenced fenced -> false;
            case Ownership.MovedTo moved -> moved.adopted();
            default -> true;
        };
    }

    private @Nullable Answer elsewhere(Request request, @Nullable Integer to, long epoch, Waits waits) {
        int owner = to == null ? OwnershipTable.NOBODY : to;
        long ownerEpoch = to == null ? 0 : epoch;
        OwnershipTable table = pod.table();
        if (table != null
                && table.owner(request.partition()) != OwnershipTable.NOBODY
                && table.partitionEpoch(request.partition()) > ownerEpoch) {
            owner = table.owner(request.partition());
            ownerEpoch = table.partitionEpoch(request.partition());
        }
        if (owner == OwnershipTable.NOBODY || owner == pod.shard || ownerEpoch <= request.epoch()) {
            return behind(request, waits);
        }
        if (request.hops() >= Contract.MAX_HOPS) {
            return Answer.error(503, "forwarded too often");
        }
        var on = new Request(
                request.operation(), request.partition(), ownerEpoch, request.hops() + 1, false, request.deadline());
        for (Pod candidate : world.podsOf(owner)) {
            Answer answer = world.calls.forward(pod.name, candidate, on);
            if (answer == null) {
                continue;
            }
            if (answer.status() == 503 && request.hops() == 0) {
                return awaitLeader(request, waits, answer.why());
            }
            return answer;
        }
        return awaitLeader(request, waits, "no pod of shard " + owner + " took it");
    }

    private @Nullable Answer behind(Request request, Waits waits) {
        waits.behind = waits.behind == 0 ? world.time.now() + TIMES.behind().toNanos() : waits.behind;
        if (left(waits.behind, request) <= 0) {
            return Answer.error(503, "doesn't know the owner yet");
        }
        world.time.current().await(pod.changed(), PAUSE);
        return null;
    }
}
