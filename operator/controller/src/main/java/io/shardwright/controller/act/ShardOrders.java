package io.shardwright.controller.act;

import io.shardwright.controller.shardcalls.ContractCallException;
import io.shardwright.controller.shardcalls.ContractClient;
import io.shardwright.controller.shardcalls.Fanout;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.step.Step;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends orders to pods. An order that doesn't get through is logged and not kept: what comes next is decided from what the
 * pods say then.
 */
public final class ShardOrders {
    private static final Logger LOG = LoggerFactory.getLogger(ShardOrders.class);

    private final ContractClient client;
    private final Fanout fanout;

    public ShardOrders(ContractClient client, Fanout fanout) {
        this.client = client;
        this.fanout = fanout;
    }

    void send(Step.OrderMembers order) throws InterruptedException {
        LOG.atInfo()
                .addKeyValue("shard", order.shard())
                .addKeyValue("voters", order.order().voters())
                .log(order.order().bootstrap() == null ? "ordering members" : "founding the group");
        broadcast("members", order.pods(), pod -> client.putMembers(pod, order.order()));
    }

    void send(Step.OrderMove order) throws InterruptedException {
        LOG.atInfo()
                .addKeyValue("move", order.order().id())
                .addKeyValue("partitions", order.order().ranges())
                .addKeyValue("intent", order.order().intent())
                .log("ordering a move");
        broadcast("move", List.of(order.target()), pod -> client.putMove(pod, order.order()));
    }

    void send(Step.PushMap push) throws InterruptedException {
        broadcast("map", push.pods(), pod -> client.putMap(pod, push.map()));
    }

    private interface Call {
        void to(PodAddress pod) throws ContractCallException, InterruptedException;
    }

    private void broadcast(String what, List<PodAddress> pods, Call call) throws InterruptedException {
        fanout.all(pods, pod -> send(pod, call)).stream()
                .flatMap(Optional::stream)
                .forEach(failure -> LOG.atInfo().addKeyValue("order", what).log("not carried out: {}", failure));
    }

    private static Optional<String> send(PodAddress pod, Call call) {
        try {
            call.to(pod);
            return Optional.empty();
        } catch (ContractCallException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the operator stops");
        }
    }
}
