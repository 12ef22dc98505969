package io.shardwright.sample.server.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.raft.Cause;
import io.shardwright.sample.server.raft.UncertainException;
import io.shardwright.sample.server.serve.KvService.Step;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Ownership;
import io.shardwright.sample.server.state.ReadResult;
import io.shardwright.sample.server.state.StoreException;
import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.Write;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the leader does with a request. What is checked before the log is only a hint: applying the write decides. */
final class LeaderPath {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Shard shard;
    private final ServeMetrics metrics;

    LeaderPath(Shard shard, ServeMetrics metrics) {
        this.shard = shard;
        this.metrics = metrics;
    }

    Step attempt(KvRequest request) throws InterruptedException {
        try {
            return switch (request.operation()) {
                case Operation.Get(byte[] key) ->
                    read(request, () -> found(shard.state().get(key)));
                case Operation.ListKeys(byte[] after, int limit) ->
                    read(
                            request,
                            () -> listed(
                                    shard.state().list(request.partition(), after.length == 0 ? null : after, limit)));
                case Operation.Put(byte[] key, byte[] value, var condition) ->
                    write(request, new Write.Put(key, value, condition));
                case Operation.Delete(byte[] key, var condition) -> write(request, new Write.Delete(key, condition));
            };
        } catch (StoreException e) {
            return new Step.NoLeader("this replica is loading a snapshot");
        }
    }

    private interface Reading {
        Step read();
    }

    private Step read(KvRequest request, Reading reading) throws InterruptedException {
        long start = System.nanoTime();
        metrics.waitBegun();
        try {
            var unused = await(shard.group().readIndex(), request);
            return reading.read();
        } catch (TimeoutException e) {
            return new Step.NoLeader("a majority of its replicas didn't confirm the leader in time");
        } catch (ExecutionException e) {
            return new Step.NoLeader(String.valueOf(Cause.of(e).getMessage()));
        } finally {
            metrics.waitEnded(System.nanoTime() - start);
        }
    }

    private Step write(KvRequest request, Write write) {
        switch (shard.state().ownership(request.partition())) {
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
        long start = System.nanoTime();
        metrics.waitBegun();
        try {
            return written(await(shard.writes().submit(write), request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Step.Done(KvAnswer.error(504, Answers.uncertain("this pod is shutting down")));
        } catch (TimeoutException e) {
            return new Step.Done(KvAnswer.error(504, Answers.uncertain("not committed in time")));
        } catch (ExecutionException e) {
            return switch (Cause.of(e)) {
                case NotLeaderException lost -> new Step.NoLeader(String.valueOf(lost.getMessage()));
                case UncertainException open ->
                    new Step.Done(KvAnswer.error(504, Answers.uncertain(String.valueOf(open.getMessage()))));
                default -> new Step.Done(KvAnswer.error(504, Answers.uncertain(String.valueOf(Cause.of(e)))));
            };
        } finally {
            long nanos = System.nanoTime() - start;
            metrics.committed(nanos);
            metrics.waitEnded(nanos);
        }
    }

    private static <T> T await(CompletableFuture<T> future, KvRequest request)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(request.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    private Step written(Outcome.OfWrite outcome) {
        return switch (outcome) {
            case Outcome.Applied(Version version) ->
                done(KvAnswer.of(200)
                        .withTag(version.text())
                        .withEpoch(version.epoch())
                        .with(Contract.ACK_HEADER, "quorum"));
            case Outcome.ConditionFailed(Version current) -> done(conditionFailed(current));
            case Outcome.NotOwner(Integer to, long epoch) -> new Step.Elsewhere(to, epoch);
            case Outcome.Fenced(String move) -> new Step.Parked();
        };
    }

    private static KvAnswer conditionFailed(@org.jspecify.annotations.Nullable Version current) {
        return current == null
                ? KvAnswer.error(412, "the key is absent: a compare-and-set needs its current version")
                : KvAnswer.error(412, "the key's version is " + current.text() + ": read it and decide again")
                        .withTag(current.text());
    }

    private Step found(ReadResult.OfKey result) {
        return switch (result) {
            case ReadResult.Found(byte[] value, Version version, long epoch) ->
                done(KvAnswer.of(200)
                        .with("application/octet-stream", value)
                        .withTag(version.text())
                        .withEpoch(epoch));
            case ReadResult.Absent(long epoch) ->
                done(KvAnswer.error(404, "no such key").withEpoch(epoch));
            case ReadResult.NotOwner(Integer to, long epoch, boolean adopted) -> notOwner(to, epoch, adopted);
        };
    }

    private Step listed(ReadResult.OfList result) {
        return switch (result) {
            case ReadResult.Listed listed ->
                done(KvAnswer.of(200)
                        .with("application/x-ndjson", lines(listed))
                        .withEpoch(listed.epoch()));
            case ReadResult.NotOwner(Integer to, long epoch, boolean adopted) -> notOwner(to, epoch, adopted);
        };
    }

    private static Step notOwner(@org.jspecify.annotations.Nullable Integer to, long epoch, boolean adopted) {
        return to != null && !adopted ? new Step.Parked() : new Step.Elsewhere(to, epoch);
    }

    private static Step done(KvAnswer answer) {
        return new Step.Done(answer);
    }

    /** One JSON object per key; {@code next} on a last line of its own says how to go on. */
    private static byte[] lines(ReadResult.Listed listed) {
        StringBuilder lines = new StringBuilder();
        for (ReadResult.Item item : listed.items()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("key", new String(item.key(), StandardCharsets.UTF_8));
            line.put("keyBase64", Base64.getUrlEncoder().withoutPadding().encodeToString(item.key()));
            line.put("version", item.version().text());
            line.put("bytes", item.valueBytes());
            lines.append(json(line)).append('\n');
        }
        if (listed.more()) {
            byte[] last = listed.items().getLast().key();
            lines.append(json(Map.of(
                            "next", Base64.getUrlEncoder().withoutPadding().encodeToString(last))))
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
