package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.ShardLog;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CommandCodec;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One member of a Raft group, modelled after Ongaro's thesis: terms, a log that the leader repeats to the others, commit by
 * a majority of the voters (of both sets while they change), a first empty entry of each leader, reads confirmed by a round
 * of the majority. Votes are collected at once instead of by messages. Below it is the product's own state machine.
 */
final class Replica implements ShardLog {
    private static final long HEARTBEAT = 300 * Timeline.MILLI;
    private static final int KEPT_ENTRIES = 60;

    private record Round(long number, long index, Promise<Long> done) {}

    private final World world;
    private final Pod pod;
    private final Disk disk;
    private final MemoryStorage storage;
    private final ShardStore store;
    private final Random random;

    private boolean closed;
    private boolean leads;
    private @Nullable String leaderPod;
    private long commit;
    private long heardAt;
    private long patience;
    private long round;
    private final Map<String, Long> match = new HashMap<>();
    private final Map<String, Long> next = new HashMap<>();
    private final Map<String, Long> ackedRound = new HashMap<>();
    private final Map<String, Long> ackedAt = new HashMap<>();
    private final List<Round> rounds = new ArrayList<>();
    private final TreeMap<Long, Promise<Outcome>> pending = new TreeMap<>();

    Replica(World world, Pod pod, Disk disk) {
        this.world = world;
        this.pod = pod;
        this.disk = disk;
        this.random = world.random;
        this.storage = disk.durable.copy();
        this.store = ShardStore.open(storage, disk.shard, world.partitions);
        this.commit = Math.max(disk.base, store.appliedIndex());
        this.heardAt = world.time.now();
        this.patience = newPatience();
        world.time.after(random.nextInt(300) * Timeline.MILLI, this::tick);
    }

    ShardStore store() {
        return store;
    }

    MemoryStorage storage() {
        return storage;
    }

    @Override
    public boolean isLeader() {
        return leads && !closed;
    }

    @Nullable
    String leaderPod() {
        return leads ? pod.name : leaderPod;
    }

    long term() {
        return disk.term;
    }

    List<Member> voters() {
        return disk.votersAt(disk.lastIndex());
    }

    /** As the leader, time since this voter last answered. */
    long silentMillis(Member voter) {
        return (world.time.now() - ackedAt.getOrDefault(voter.peer(), 0L)) / Timeline.MILLI;
    }

    private long newPatience() {
        return Timeline.SECOND + random.nextInt(1_000) * Timeline.MILLI;
    }

    void close() {
        closed = true;
        leads = false;
    }

    private void tick() {
        if (closed) {
            return;
        }
        long now = world.time.now();
        if (leads) {
            if (isMajority(
                    peer -> peer.equals(disk.peer) || now - ackedAt.getOrDefault(peer, 0L) < 2 * Timeline.SECOND)) {
                round++;
                broadcast();
            } else {
                follow(null);
            }
        } else if (now - heardAt > patience) {
            patience = newPatience();
            heardAt = now;
            campaign();
        }
        world.time.after(HEARTBEAT, this::tick);
    }

    /** Asks all reachable voters at once; the vote is theirs by the rules of the algorithm. */
    void campaign() {
        if (closed || leads || voters().stream().noneMatch(v -> v.peer().equals(disk.peer))) {
            return;
        }
        var reachable = new HashMap<String, Replica>();
        allVoters().forEach(member -> {
            Replica other = world.replica(member);
            if (other != null && world.network.reaches(pod.name, other.pod.name)) {
                reachable.put(member.peer(), other);
            }
        });
        long highest =
                reachable.values().stream().mapToLong(Replica::term).max().orElse(0);
        long term = Math.max(highest, disk.term) + 1;
        if (!isMajority(
                peer -> reachable.containsKey(peer) && reachable.get(peer).grants(this))) {
            return;
        }
        reachable.values().stream().filter(other -> other.grants(this)).forEach(other -> other.see(term, null));
        disk.term = term;
        leads = true;
        leaderPod = null;
        match.clear();
        next.clear();
        ackedRound.clear();
        ackedAt.clear();
        allVoters().forEach(member -> ackedAt.put(member.peer(), world.time.now()));
        append(new Entry(term, null, null));
        pod.leaderChanged();
    }

    private boolean grants(Replica candidate) {
        return candidate.disk.lastTerm() > disk.lastTerm()
                || (candidate.disk.lastTerm() == disk.lastTerm() && candidate.disk.lastIndex() >= disk.lastIndex());
    }

    private void see(long term, @Nullable String leader) {
        if (term > disk.term || (leads && leader != null && !leader.equals(pod.name))) {
            disk.term = Math.max(term, disk.term);
            follow(leader);
        }
        if (leader != null) {
            leaderPod = leader;
            heardAt = world.time.now();
        }
    }

    private void follow(@Nullable String leader) {
        boolean led = leads;
        leads = false;
        leaderPod = leader;
        heardAt = world.time.now();
        var uncertain = List.copyOf(pending.values());
        pending.clear();
        var unconfirmed = List.copyOf(rounds);
        rounds.clear();
        uncertain.forEach(promise -> promise.completeExceptionally(new IOException("the leader changed")));
        unconfirmed.forEach(r -> r.done().completeExceptionally(new NotLeaderException("the leader changed")));
        if (led) {
            pod.leaderChanged();
        }
    }

    private boolean isMajority(Predicate<String> counts) {
        return disk.isMajority(commit, counts);
    }

    private List<Member> allVoters() {
        return disk.allVoters(commit);
    }

    private long append(Entry entry) {
        disk.log.add(entry);
        broadcast();
        // One replica is its own majority; let the caller note its promise first.
        world.time.after(50_000, this::advance);
        return disk.lastIndex();
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        if (!isLeader()) {
            return Promise.failed(world.time, new NotLeaderException(pod.name + " doesn't lead"));
        }
        Command planted = world.plants.submitted(disk.shard, command);
        Promise<Outcome> promise = new Promise<>(world.time);
        pending.put(append(new Entry(disk.term, CommandCodec.decode(CommandCodec.encode(planted)), null)), promise);
        return promise;
    }

    @Override
    public CompletableFuture<Long> readIndex() {
        if (!isLeader() || disk.termAt(commit) != disk.term) {
            return Promise.failed(world.time, new NotLeaderException(pod.name + " doesn't lead yet"));
        }
        Promise<Long> promise = new Promise<>(world.time);
        rounds.add(new Round(++round, commit, promise));
        broadcast();
        world.time.after(50_000, this::confirm);
        return promise;
    }

    private void confirm() {
        for (Round waiting : List.copyOf(rounds)) {
            if (leads && isMajority(p -> p.equals(disk.peer) || ackedRound.getOrDefault(p, 0L) >= waiting.number())) {
                rounds.remove(waiting);
                waiting.done().complete(waiting.index());
            }
        }
    }

    /** As the leader, changes voters one at a time towards those wanted, as the product's GroupChanges does. */
    void approach(List<Member> wanted) {
        if (!isLeader() || disk.votersIndex() > commit || disk.termAt(commit) != disk.term) {
            return;
        }
        var voters = new ArrayList<>(voters());
        for (Member member : wanted) {
            boolean isVoter = voters.stream().anyMatch(v -> v.peer().equals(member.peer()));
            if (!isVoter && world.replica(member) != null) {
                voters.removeIf(v -> v.pod().equals(member.pod()) && !wanted.contains(v));
                voters.add(member);
                append(new Entry(disk.term, null, List.copyOf(voters)));
                return;
            }
        }
    }

    private void broadcast() {
        allVoters().forEach(member -> {
            if (!member.peer().equals(disk.peer)) {
                replicate(member);
            }
        });
    }

    private void replicate(Member to) {
        long from = Math.min(next.getOrDefault(to.peer(), disk.lastIndex()), disk.lastIndex());
        boolean whole = from < disk.base;
        long previous = whole ? disk.base : from;
        var append = new Append(
                pod.name,
                disk.peer,
                disk.term,
                previous,
                disk.termAt(previous),
                List.copyOf(disk.log.subList((int) (previous - disk.base), disk.log.size())),
                commit,
                round,
                whole ? new Append.Snapshot(disk.durable, disk.base, disk.baseTerm, disk.baseVoters) : null);
        world.network.sendRepeatable(pod.name, to.pod(), () -> {
            Replica other = world.replica(to);
            if (other != null) {
                other.take(append);
            }
        });
    }

    private void take(Append append) {
        if (append.term() >= disk.term) {
            see(append.term(), append.from());
        }
        boolean accepted = append.term() == disk.term && fits(append);
        long matched = append.last();
        if (accepted) {
            for (int i = 0; i < append.entries().size(); i++) {
                store(append.previous() + 1 + i, append.entries().get(i));
            }
            commit = Math.max(commit, Math.min(append.commit(), matched));
            applyCommitted();
        }
        long term = disk.term;
        long hint = accepted ? matched : Math.min(disk.lastIndex(), append.previous() - 1);
        world.network.sendRepeatable(pod.name, append.from(), () -> {
            Replica leader = world.replica(new Member(append.fromPeer(), append.from()));
            if (leader != null) {
                leader.taken(disk.peer, append.term(), term, accepted, hint, append.round());
            }
        });
    }

    private boolean fits(Append append) {
        Append.Snapshot snapshot = append.snapshot();
        if (snapshot != null && snapshot.base() > commit) {
            disk.install(snapshot);
            pod.stateReplaced();
            return false; // the replica that took its place goes on
        }
        long previous = append.previous();
        return previous <= disk.base
                || (previous <= disk.lastIndex() && disk.termAt(previous) == append.previousTerm());
    }

    private void store(long index, Entry entry) {
        if (index <= disk.base || (index <= disk.lastIndex() && disk.termAt(index) == entry.term())) {
            return;
        }
        if (index <= disk.lastIndex()) {
            disk.truncateFrom(index);
        }
        disk.log.add(entry);
    }

    private void taken(String peer, long asked, long term, boolean accepted, long hint, long answeredRound) {
        if (term > disk.term) {
            see(term, null);
        }
        if (!isLeader() || asked != disk.term) {
            return;
        }
        ackedAt.put(peer, world.time.now());
        ackedRound.merge(peer, answeredRound, Math::max);
        if (accepted) {
            match.merge(peer, hint, Math::max);
            next.merge(peer, hint, Math::max);
        } else {
            next.put(peer, Math.max(match.getOrDefault(peer, 0L), Math.max(0, hint)));
        }
        confirm();
        advance();
    }

    private void advance() {
        if (!isLeader()) {
            return;
        }
        for (long index = disk.lastIndex(); index > commit && disk.termAt(index) == disk.term; index--) {
            long candidate = index;
            boolean alone = world.plant == Plant.COMMIT_BEFORE_MAJORITY;
            if (alone || isMajority(p -> p.equals(disk.peer) || match.getOrDefault(p, 0L) >= candidate)) {
                commit = index;
                applyCommitted();
                confirm();
                return;
            }
        }
    }

    private void applyCommitted() {
        while (store.appliedIndex() < commit) {
            long index = store.appliedIndex() + 1;
            Entry entry = disk.entry(index);
            Command command = entry.command();
            if (command == null || world.plants.passesOver(pod, index, command)) {
                store.advance(entry.term(), index);
                world.checker.applied(pod, storage, store, index, null, null);
                world.plants.acknowledgeLost(index, command, pending);
                continue;
            }
            Outcome outcome = store.apply(entry.term(), index, command);
            world.plants.applied(command, outcome, storage);
            world.checker.applied(pod, storage, store, index, command, outcome);
            Promise<Outcome> promise = pending.remove(index);
            if (promise != null) {
                promise.complete(outcome);
            }
            if (!(command instanceof Command.Batch) && !(command instanceof Command.Chunk)) {
                pod.ownershipChanged();
            }
        }
        if (disk.log.size() > KEPT_ENTRIES && commit - disk.base > KEPT_ENTRIES / 2) {
            checkpoint();
        }
    }

    /** Makes the state durable and lets the log forget all but its last entries. */
    void checkpoint() {
        disk.checkpoint(storage, store.appliedIndex());
    }
}
