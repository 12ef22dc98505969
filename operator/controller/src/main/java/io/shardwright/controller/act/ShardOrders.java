package io.shardwright.controller.act;

import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.controller.shardcalls.ContractCallException;
import io.shardwright.controller.shardcalls.ContractClient;
import io.shardwright.controller.shardcalls.Fanout;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.step.Step;
import io.shardwright.planner.ShardId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends orders to pods. An order that doesn't get through is logged and not kept: what comes next is decided from what the
 * pods say then.
 */
public final class ShardOrders {
    private static final Logger LOG = LoggerFactory.getLogger(ShardOrders.class);

    private final ContractClient client;
    private final Fanout fanout;
    private final Map<String, String> lastLines = new ConcurrentHashMap<>();

    public ShardOrders(ContractClient client, Fanout fanout) {
        this.client = client;
        this.fanout = fanout;
    }

    /** Sends all orders at once, each to all of its pods. */
    void send(List<Step.Order> orders) throws InterruptedException {
        var letters = orders.stream().flatMap(this::letters).toList();
        fanout.all(letters, this::deliver);
    }

    private interface Call {
        void to(PodAddress pod) throws ContractCallException, InterruptedException;
    }

    /**
     * One order to one pod.
     *
     * @param text what is logged: once, however often it has to be sent
     * @param routine whether only its failure is worth a line
     */
    private record Letter(String shardSet, PodAddress pod, String text, boolean routine, Call call) {}

    private Stream<Letter> letters(Step.Order step) {
        return switch (step) {
            case Step.OrderMembers(ShardId shard, MembersOrder order, List<PodAddress> pods) -> {
                String what = order.bootstrap() == null ? "members of shard " : "founding of shard ";
                String text = what + shard + " by " + order.voters();
                yield pods.stream()
                        .map(pod ->
                                new Letter(order.shardSetUid(), pod, text, false, to -> client.putMembers(to, order)));
            }
            case Step.OrderMove(MoveOrder order, PodAddress target) ->
                Stream.of(new Letter("", target, order.toString(), false, to -> client.putMove(to, order)));
            case Step.StepDown(ShardId shard, PodAddress leader) ->
                Stream.of(new Letter(
                        "", leader, "step-down of the leader of shard " + shard, false, to -> client.stepDown(to)));
            case Step.PushMap(OwnershipMap map, List<PodAddress> pods) ->
                pods.stream()
                        .map(pod -> new Letter(
                                map.shardSetUid(),
                                pod,
                                "map of epoch " + map.epoch(),
                                true,
                                to -> client.putMap(to, map)));
        };
    }

    private boolean deliver(Letter letter) {
        try {
            letter.call().to(letter.pod());
            return log(letter, letter.routine() ? Level.DEBUG : Level.INFO, "delivered");
        } catch (ContractCallException e) {
            return log(letter, Level.INFO, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return log(letter, Level.INFO, "the operator stops");
        }
    }

    private boolean log(Letter letter, Level level, String result) {
        String line = letter.text() + ": " + result;
        boolean news =
                !line.equals(lastLines.put(letter.shardSet() + letter.pod().pod(), line));
        if (news) {
            LOG.atLevel(level)
                    .addKeyValue("pod", letter.pod().pod())
                    .addKeyValue("order", letter.text())
                    .log(result);
        }
        return news;
    }
}
