package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.contract.OwnershipMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a replica's volume keeps over a crash: its identity, its log from {@code base} on, the last durable state, and the
 * routing view.
 */
final class Disk {
    /** How the replica came to its group; no founders where it joined. */
    record Membership(List<Member> founders, String ranges) {}

    final String shardSetUid;
    final int shard;
    final String peer;

    @Nullable
    Membership membership;

    long term;
    /** Index and term of the last entry that the log has forgotten, and the voters as of it. */
    long base;

    long baseTerm;
    List<Member> baseVoters = List.of();
    final List<Entry> log = new ArrayList<>();
    /** The state as of the last checkpoint, at or behind the base. */
    MemoryStorage durable = new MemoryStorage();

    @Nullable
    OwnershipMap map;

    Disk(String shardSetUid, int shard, String peer) {
        this.shardSetUid = shardSetUid;
        this.shard = shard;
        this.peer = peer;
    }

    long lastIndex() {
        return base + log.size();
    }

    long lastTerm() {
        return termAt(lastIndex());
    }

    long termAt(long index) {
        return index <= base ? baseTerm : entry(index).term();
    }

    Entry entry(long index) {
        return log.get((int) (index - base - 1));
    }

    void truncateFrom(long index) {
        log.subList((int) (index - base - 1), log.size()).clear();
    }

    /** Index of the last entry that changes the voters; the base where there is none. */
    long votersIndex() {
        for (long i = lastIndex(); i > base; i--) {
            if (entry(i).voters() != null) {
                return i;
            }
        }
        return base;
    }

    /** The voters as of an index. */
    List<Member> votersAt(long index) {
        for (long i = index; i > base; i--) {
            List<Member> voters = entry(i).voters();
            if (voters != null) {
                return voters;
            }
        }
        return baseVoters;
    }

    /** Whether a majority counts: of the voters, and while they change of those before as well. */
    boolean isMajority(long commit, Predicate<String> counts) {
        long changed = votersIndex();
        return isMajority(votersAt(changed), counts)
                && (changed <= commit || isMajority(votersAt(changed - 1), counts));
    }

    private static boolean isMajority(List<Member> voters, Predicate<String> counts) {
        return voters.stream().filter(v -> counts.test(v.peer())).count() > voters.size() / 2;
    }

    /** The voters, and while they change those before as well. */
    List<Member> allVoters(long commit) {
        long changed = votersIndex();
        var all = new ArrayList<>(votersAt(changed));
        if (changed > commit) {
            votersAt(changed - 1).stream().filter(v -> !all.contains(v)).forEach(all::add);
        }
        return all;
    }

    /** Makes a state durable, and lets the log forget what it holds. */
    void checkpoint(MemoryStorage state, long applied) {
        durable = state.copy();
        if (applied > base) {
            baseVoters = votersAt(applied);
            baseTerm = termAt(applied);
            log.subList(0, (int) (applied - base)).clear();
            base = applied;
        }
    }

    /** Takes a leader's state in place of its own. */
    void install(Append.Snapshot snapshot) {
        durable = snapshot.state().copy();
        base = snapshot.base();
        baseTerm = snapshot.baseTerm();
        baseVoters = snapshot.voters();
        log.clear();
    }
}
