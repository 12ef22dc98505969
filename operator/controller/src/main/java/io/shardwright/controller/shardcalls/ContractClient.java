package io.shardwright.controller.shardcalls;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.shardwright.contract.Contract;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.text.ShortText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Speaks the contract with pods, over pooled connections. Every call ends within {@link #TIMEOUT}, a step-down within three times that. Thread-safe. */
public final class ContractClient implements AutoCloseable {
    /** How long a pod may take to answer. */
    public static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** A hand-over waits for the writes under way and for the next leader. */
    private static final Duration STEP_DOWN_TIMEOUT = Duration.ofSeconds(6);

    private static final int LONGEST_QUOTED_ANSWER = 200;

    /** Tolerates what a newer version of the contract adds. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private final MeterRegistry registry;

    public ContractClient(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What a replica says of itself and its shard. */
    public ShardStatus status(PodAddress pod) throws ContractCallException, InterruptedException {
        String answer = send(pod, request(pod, Contract.STATUS_PATH).GET());
        try {
            return JSON.readValue(answer, ShardStatus.class);
        } catch (JacksonException e) {
            throw new ContractCallException(
                    pod.pod() + " answers a status that is none of contract " + Contract.VERSION + ": "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /** Gives a pod the routing view. */
    public void putMap(PodAddress pod, OwnershipMap map) throws ContractCallException, InterruptedException {
        put(pod, Contract.MAP_PATH, map);
    }

    /** Tells a pod its shard's members. */
    public void putMembers(PodAddress pod, MembersOrder order) throws ContractCallException, InterruptedException {
        put(pod, Contract.MEMBERS_PATH, order);
    }

    /** Orders a move at the target shard. */
    public void putMove(PodAddress pod, MoveOrder order) throws ContractCallException, InterruptedException {
        put(pod, Contract.MOVES_PATH + "/" + order.id(), order);
    }

    /** Asks a shard's leader to hand over to another voter; returns when it has. */
    public void stepDown(PodAddress pod) throws ContractCallException, InterruptedException {
        send(
                pod,
                HttpRequest.newBuilder(pod.management().resolve(Contract.STEP_DOWN_PATH))
                        .timeout(STEP_DOWN_TIMEOUT)
                        .POST(BodyPublishers.noBody()));
    }

    private void put(PodAddress pod, String path, Object body) throws ContractCallException, InterruptedException {
        try {
            send(
                    pod,
                    request(pod, path)
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        } catch (JacksonException e) {
            throw new IllegalStateException("cannot write " + body, e);
        }
    }

    private static HttpRequest.Builder request(PodAddress pod, String path) {
        return HttpRequest.newBuilder(pod.management().resolve(path)).timeout(TIMEOUT);
    }

    private String send(PodAddress pod, HttpRequest.Builder request)
            throws ContractCallException, InterruptedException {
        String result = "failed";
        var built = request.build();
        try {
            var response = http.send(built, BodyHandlers.ofString());
            result = Integer.toString(response.statusCode());
            if (response.statusCode() / 100 != 2) {
                throw new ContractCallException(pod.pod() + " answers " + response.statusCode() + ": "
                        + ShortText.lineOfAtMost(LONGEST_QUOTED_ANSWER, response.body()));
            }
            return response.body();
        } catch (HttpTimeoutException e) {
            throw new ContractCallException(
                    pod.pod() + " doesn't answer within "
                            + built.timeout().orElse(TIMEOUT).toSeconds() + " s",
                    e);
        } catch (ConnectException e) {
            throw new ContractCallException(pod.pod() + " refuses connections", e);
        } catch (IOException e) {
            throw new ContractCallException(pod.pod() + " can't be reached: " + e.getMessage(), e);
        } finally {
            registry.counter(MetricNames.CONTRACT_CALLS, MetricNames.CALL, call(built), MetricNames.RESULT, result)
                    .increment();
        }
    }

    /** The third segment of the path, such as {@code GET status}. */
    private static String call(HttpRequest request) {
        return request.method() + " " + request.uri().getPath().split("/")[3];
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
