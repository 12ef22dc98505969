package io.shardwright.sample.server.http;

import io.shardwright.contract.Contract;
import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.contract.ShardStatus.PartitionLoad;
import io.shardwright.sample.server.move.MoveService;
import io.shardwright.sample.server.raft.RaftNode;
import io.shardwright.sample.server.serve.KvService;
import io.shardwright.sample.server.serve.RequestRates;
import io.shardwright.sample.server.serve.RoutingTable;
import io.shardwright.sample.server.serve.Shard;
import io.shardwright.sample.server.state.ShardStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What this replica says of itself and of its shard. */
final class StatusReport {
    private static final long CONFIRM_MILLIS = 1_000;

    private final Shard shard;
    private final String shardSetUid;
    private final String peer;
    private final RoutingTable routes;
    private final KvService service;
    private final RequestRates rates;
    private final MoveService moves;

    StatusReport(
            Shard shard,
            String shardSetUid,
            String peer,
            RoutingTable routes,
            KvService service,
            RequestRates rates,
            MoveService moves) {
        this.shard = shard;
        this.shardSetUid = shardSetUid;
        this.peer = peer;
        this.routes = routes;
        this.service = service;
        this.rates = rates;
        this.moves = moves;
    }

    /** Id of this replica. */
    String peer() {
        return peer;
    }

    /** The role, whether or not there is a group. */
    Role role() {
        RaftNode node = shard.group().node();
        return node == null ? Role.WAITING : node.role();
    }

    long term() {
        RaftNode node = shard.group().node();
        return node == null ? 0 : node.term();
    }

    long movesIn(MovePhase phase) {
        return shard.store().isOpen()
                ? shard.state().moves().stream().filter(m -> m.phase() == phase).count()
                : 0;
    }

    /** The status; a leader has it confirmed by a majority first, and says so if that succeeded. */
    ShardStatus now(boolean loads) {
        RaftNode node = shard.group().node();
        boolean confirmed = node != null && node.isLeader() && isConfirmed(node);
        ShardStore store = node == null ? null : shard.state();
        List<EpochRanges> owned = store == null ? List.of() : store.owned();
        var total = store == null ? null : store.ownedTotal();
        return new ShardStatus(
                Contract.VERSION,
                shardSetUid,
                shard.ordinal(),
                shard.pod(),
                peer,
                role(),
                term(),
                shard.leaderPod(),
                null,
                confirmed,
                routes.epoch(),
                node == null ? 0 : Math.max(0, node.appliedIndex()),
                owned,
                node == null ? List.of() : node.members(),
                store == null ? List.of() : moves.statuses(),
                total == null ? 0 : total.keys(),
                total == null ? 0 : total.bytes(),
                rates.total(),
                service.parked(),
                loads && store != null ? loads(store, owned) : List.of(),
                node == null || !confirmed ? List.of() : node.followers(),
                node == null ? null : node.roleMillis());
    }

    private static boolean isConfirmed(RaftNode node) {
        try {
            return node.readIndex().get(CONFIRM_MILLIS, TimeUnit.MILLISECONDS) >= 0;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<PartitionLoad> loads(ShardStore store, List<EpochRanges> owned) {
        List<PartitionLoad> loads = new ArrayList<>();
        for (EpochRanges ranges : owned) {
            PartitionRanges.parse(ranges.ranges(), shard.partitions()).forEach(p -> {
                var load = store.load(p);
                loads.add(new PartitionLoad(p, ranges.epoch(), load.keys(), load.bytes(), rates.of(p)));
            });
        }
        return loads;
    }
}
