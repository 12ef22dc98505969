package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Ownership;
import io.shardwright.sample.server.state.ReadResult;
import io.shardwright.sample.server.state.ShardStore;
import io.shardwright.sample.server.state.Storage.Family;
import io.shardwright.sample.server.state.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything from outside, after every step. What counts as a shard's state is what the first of its replicas shows
 * that has applied an entry; the others must show the same when they come to it.
 */
final class Checker {
    /** A shard's state as far as anybody has applied its log. */
    static final class Truth {
        final Map<Long, Long> digests = new HashMap<>();
        final BitSet taking = new BitSet();

        @Nullable
        ShardStore store;

        @Nullable
        MemoryStorage storage;
    }

    private final World world;
    private final Map<Integer, Truth> truths = new TreeMap<>();
    private final Map<String, Register> registers = new TreeMap<>();
    private final MoveCheck moves;
    private final Set<Pod> leaving = new HashSet<>();
    private final Map<Integer, Set<String>> founders = new HashMap<>();
    private final Map<Integer, List<String>> onRecord = new HashMap<>();
    private final Map<Object, Long> requests = new IdentityHashMap<>();
    private final long[] highestEpoch;
    private final long[] publishedEpochs;
    private @Nullable PartitionMapSpec published;

    Checker(World world) {
        this.world = world;
        this.moves = new MoveCheck(this, world.partitions);
        this.highestEpoch = new long[world.partitions];
        this.publishedEpochs = new long[world.partitions];
    }

    Register register(String key) {
        return registers.computeIfAbsent(key, Register::new);
    }

    Map<Integer, Truth> truths() {
        return truths;
    }

    /** Partitions adopted so far. */
    int adopted() {
        return moves.adopted();
    }

    /** A replica has applied an entry of its log. */
    void applied(
            Pod pod,
            MemoryStorage storage,
            ShardStore store,
            long index,
            @Nullable Command command,
            @Nullable Outcome outcome) {
        if (leaving.contains(pod)) {
            require(
                    Invariant.REMOVED_EMPTY,
                    !(outcome instanceof Outcome.Batched(var writes))
                            || writes.stream().noneMatch(w -> w instanceof Outcome.Applied),
                    pod.name + " took a write after its shard was removed");
            return;
        }
        Truth truth = truths.computeIfAbsent(pod.shard, shard -> new Truth());
        Long known = truth.digests.putIfAbsent(index, storage.digest());
        if (known != null) {
            require(
                    Invariant.REPLICAS_ALIKE,
                    known == storage.digest(),
                    pod.name + " differs from the replica that was first at index " + index + " with " + command);
            return;
        }
        truth.store = store;
        truth.storage = storage;
        if (command instanceof Command.Batch(var writes) && outcome instanceof Outcome.Batched(var outcomes)) {
            for (int i = 0; i < writes.size(); i++) {
                written(pod.shard, truth, writes.get(i), outcomes.get(i));
            }
        } else if (command != null && outcome != null && !(command instanceof Command.Chunk)) {
            world.trace(() -> pod.name + " at " + index + ": " + withoutHashes(command + " -> " + outcome));
            ownership(pod.shard, truth, store);
            if (command instanceof Command.OfMove && outcome instanceof Outcome.MoveIs(Move move)) {
                moves.step(pod.shard, move, store);
            }
        }
    }

    private void written(int shard, Truth truth, Write write, Outcome.OfWrite outcome) {
        String key = new String(write.key(), StandardCharsets.UTF_8);
        if (outcome instanceof Outcome.Applied(var version)) {
            int partition = world.partitionOf(key);
            require(
                    Invariant.ONE_OWNER,
                    truth.taking.get(partition) && version.epoch() >= highestEpoch[partition],
                    "shard " + shard + " took a write of partition " + partition + " at epoch " + version.epoch());
        }
        register(key).apply(write, outcome, world.time.now());
    }

    /** Arrays show a hash of their place in memory, which is another one each time. */
    private static String withoutHashes(String text) {
        return text.replaceAll("\\[B@[0-9a-f]+", "bytes");
    }

    private void ownership(int shard, Truth truth, ShardStore store) {
        for (int p = 0; p < world.partitions; p++) {
            boolean takes = store.ownership(p) instanceof Ownership.Owned;
            truth.taking.set(p, takes);
            long epoch = store.ownership(p).servedEpoch();
            if (takes) {
                for (var other : truths.entrySet()) {
                    require(
                            Invariant.ONE_OWNER,
                            other.getKey() == shard || !other.getValue().taking.get(p),
                            "shards " + shard + " and " + other.getKey() + " both take writes of partition " + p);
                }
                require(
                        Invariant.EPOCHS_RISE,
                        epoch >= highestEpoch[p],
                        "shard " + shard + " owns partition " + p + " at " + epoch + " after " + highestEpoch[p]);
                highestEpoch[p] = epoch;
            }
        }
    }

    /** What a shard serves of some partitions is what clients wrote. */
    void requireData(Invariant invariant, int shard, PartitionRanges ranges, ShardStore store) {
        registers.forEach((key, register) -> {
            if (ranges.contains(world.partitionOf(key))) {
                String value = switch (store.get(key.getBytes(StandardCharsets.UTF_8))) {
                    case ReadResult.Found found -> new String(found.value(), StandardCharsets.UTF_8);
                    case ReadResult.Absent absent -> null;
                    case ReadResult.NotOwner notOwner -> "nothing, for it isn't served";
                };
                require(
                        invariant,
                        Objects.equals(value, register.value()),
                        "shard " + shard + " has " + value + " for key " + key + ", it was set to " + register.value());
            }
        });
    }

    /** A replica begins to serve from its volume. */
    void opened(Pod pod) {
        require(
                Invariant.FOREIGN_REFUSED,
                pod.disk().shardSetUid.equals(world.uid) && pod.disk().shard == pod.shard,
                pod.name + " serves from the volume of " + pod.disk().shardSetUid);
    }

    /** A replica that belonged to no group was told to found or join one. */
    void joined(Pod pod, MembersOrder order) {
        if (order.bootstrap() == null) {
            return;
        }
        var peers = new HashSet<>(order.voters().stream().map(Member::peer).toList());
        require(
                Invariant.FOUNDED_ONCE,
                peers.equals(new HashSet<>(onRecord.getOrDefault(pod.shard, List.of()))),
                pod.name + " founds with " + peers + ", on record are " + onRecord.get(pod.shard));
        Set<String> before = founders.putIfAbsent(pod.shard, peers);
        require(Invariant.FOUNDED_ONCE, before == null || before.equals(peers), pod.name + " founds again");
    }

    /** The operator deletes a shard. */
    void removing(int shard) {
        Truth truth = truths.remove(shard);
        leaving.addAll(world.podsOf(shard));
        founders.remove(shard);
        onRecord.remove(shard);
        moves.removed(shard);
        ShardStore store = truth == null ? null : truth.store;
        if (store != null) {
            require(
                    Invariant.REMOVED_EMPTY,
                    store.owned().isEmpty() && store.moves().stream().allMatch(Move::isOver),
                    "shard " + shard + " is removed and owns " + store.owned() + ", moves " + store.moves());
        }
    }

    /** The operator writes the map. */
    void published(PartitionMapSpec spec) {
        PartitionMapSpec last = published;
        if (last != null) {
            boolean same = last.shards().equals(spec.shards()) && last.moved().equals(spec.moved());
            require(
                    Invariant.EPOCHS_RISE,
                    spec.epoch() > last.epoch() || (spec.epoch() == last.epoch() && same),
                    "the map goes from epoch " + last.epoch() + " to another content at " + spec.epoch());
        }
        published = spec;
        long[] epochs = new long[world.partitions];
        Arrays.fill(epochs, 1);
        spec.moved()
                .forEach(moved -> PartitionRanges.parse(moved.ranges(), world.partitions)
                        .forEach(p -> epochs[p] = moved.epoch()));
        for (int p = 0; p < world.partitions; p++) {
            require(
                    Invariant.EPOCHS_RISE,
                    epochs[p] >= publishedEpochs[p],
                    "the map has partition " + p + " at " + epochs[p] + " after " + publishedEpochs[p]);
            publishedEpochs[p] = epochs[p];
        }
        spec.shards().forEach(entry -> {
            if (!entry.group().isEmpty()) {
                onRecord.put(entry.shard(), entry.group());
            }
        });
    }

    /** A pod takes a request; the ticket is to be given back. */
    Object began(Operation.Request request, String pod) {
        Object ticket = new Object();
        requests.put(ticket, request.deadline());
        return ticket;
    }

    void ended(Object ticket) {
        requests.remove(ticket);
    }

    /** No request waits beyond its time. */
    void requireRequestsEnd() {
        requests.values()
                .forEach(deadline -> require(
                        Invariant.REQUESTS_END,
                        world.time.now() < deadline + 3 * Timeline.SECOND,
                        "a request waits " + (world.time.now() - deadline) / Timeline.SECOND
                                + " s after its deadline"));
    }

    /** Every key is served by its owner as it was last written, and nobody else has it. */
    void requireTidy() {
        truths.forEach((shard, truth) -> {
            ShardStore store = truth.store;
            MemoryStorage storage = truth.storage;
            if (store == null || storage == null) {
                return;
            }
            var owned = new ArrayList<Integer>();
            for (int p = 0; p < world.partitions; p++) {
                if (store.ownership(p).servedEpoch() > 0) {
                    owned.add(p);
                } else {
                    var data = storage.of(Family.DATA).subMap(Plants.start(p), Plants.start(p + 1));
                    require(
                            Invariant.NO_ORPHANS,
                            data.isEmpty(),
                            "shard " + shard + " has " + data.size() + " keys of partition " + p + ", not its own");
                }
            }
            requireData(
                    Invariant.NOTHING_LOST,
                    shard,
                    PartitionRanges.of(owned.stream().mapToInt(Integer::intValue)),
                    store);
        });
    }

    static void require(Invariant invariant, boolean holds, String what) {
        if (!holds) {
            throw new Violation(invariant, what);
        }
    }
}
