package io.shardwright.router.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.Partitioner;
import io.shardwright.contract.RoutingView;
import io.shardwright.router.view.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pod of a shard on an address of its own on loopback. It says of each request what it is and what came. */
public final class Pod implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Shards shards;
    private final int shard;
    private final String name;
    private final String address;
    private final AtomicInteger requests = new AtomicInteger();
    private @Nullable HttpListener data;
    private @Nullable HttpListener management;

    private volatile boolean ready = true;
    private volatile int status = 200;
    private volatile boolean mute;
    private volatile long delayMillis;

    Pod(Shards shards, int shard, String name, String address) throws IOException {
        this.shards = shards;
        this.shard = shard;
        this.name = name;
        this.address = address;
        start();
    }

    /** Listens, again after {@link #close}. */
    public void start() throws IOException {
        var host = InetAddress.getByName(address);
        data = new HttpListener(host, shards.dataPort(), this::answer);
        management = new HttpListener(host, shards.managementPort(), this::manage);
    }

    public String name() {
        return name;
    }

    /** As the cluster lists it. */
    public Endpoint endpoint() {
        return new Endpoint(name, address, ready, false);
    }

    /** How many requests of users came. */
    public int requests() {
        return requests.get();
    }

    public void ready(boolean value) {
        ready = value;
    }

    /** What users' requests are answered. */
    public void status(int value) {
        status = value;
    }

    /** Whether connections are closed instead of answering users' requests. */
    public void mute(boolean value) {
        mute = value;
    }

    public void delay(long millis) {
        delayMillis = millis;
    }

    @Override
    public void close() throws IOException {
        Objects.requireNonNull(data).close();
        Objects.requireNonNull(management).close();
    }

    private HttpListener.@Nullable Reply answer(HttpMessage request) throws InterruptedException {
        requests.incrementAndGet();
        if (delayMillis > 0) {
            Thread.sleep(delayMillis);
        }
        if (mute) {
            return null;
        }
        String target = request.firstLine().split(" ")[1];
        int question = target.indexOf('?');
        byte[] key = shards.keySource()
                .extract(
                        question < 0 ? target : target.substring(0, question),
                        question < 0 ? null : target.substring(question + 1),
                        request::header);
        int partition = key == null ? -1 : Partitioner.partitionOf(key, shards.partitions());
        return new HttpListener.Reply(
                status,
                new Answer(
                                shard,
                                name,
                                partition,
                                Long.parseLong(Objects.requireNonNullElse(request.header(Contract.EPOCH_HEADER), "-1")),
                                request.header(Contract.ROLE_HEADER) != null)
                        .text());
    }

    private HttpListener.Reply manage(HttpMessage request) throws InterruptedException {
        String target = request.firstLine().split(" ")[1];
        if (target.equals(Contract.READY_PATH)) {
            return new HttpListener.Reply(ready ? 200 : 503, "");
        }
        var parameters = Arrays.stream(target.substring(target.indexOf('?') + 1).split("&"))
                .collect(java.util.stream.Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')), pair -> pair.substring(pair.indexOf('=') + 1)));
        String leader = Objects.requireNonNull(parameters.get(Contract.LEADER_PARAMETER));
        long after = Long.parseLong(Objects.requireNonNull(parameters.get(Contract.AFTER_PARAMETER)));
        long wait = Long.parseLong(Objects.requireNonNull(parameters.get(Contract.WAIT_PARAMETER)));
        RoutingView view = shards.await(shard, leader, after, wait * 1_000);
        try {
            return new HttpListener.Reply(200, JSON.writeValueAsString(view));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a pod says of a request.
     *
     * @param role whether the request carries the header of a role, which is for answers alone
     */
    public record Answer(int shard, String pod, int partition, long epoch, boolean role) {
        String text() {
            return shard + " " + pod + " " + partition + " " + epoch + " " + role;
        }

        /** Reads a pod's answer. */
        public static Answer of(HttpMessage message) {
            return of(message.body());
        }

        /** Reads the body of a pod's answer. */
        public static Answer of(String body) {
            String[] fields = body.split(" ");
            if (fields.length != 5) {
                throw new AssertionError("not a pod's answer: " + body);
            }
            return new Answer(
                    Integer.parseInt(fields[0]),
                    fields[1],
                    Integer.parseInt(fields[2]),
                    Long.parseLong(fields[3]),
                    Boolean.parseBoolean(fields[4]));
        }
    }
}
