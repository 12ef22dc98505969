package io.shardwright.planner.availability;

import java.time.Duration;

/**
 * How the replicas of a shard stand in for each other: how many have to be up, and what a change of the leader costs.
 *
 * <p>A is the availability of n replicas of which at least k are up. Where one replica leads, its failure leaves the shard
 * without a leader for a pause d although enough others are up. A part that is down for the share u of the time, and is
 * repaired in a mean time R, fails u ÷ R times per unit of time, so that the pauses take the share u ÷ R × d.
 */
public enum Replication {
    /**
     * Strong: a Raft group. Reads (by read index) and writes need a majority and a leader.
     *
     * <p>k = ⌊n ÷ 2⌋ + 1; A<sub>read</sub> = A<sub>write</sub> = A(k of n) × (1 − u ÷ R × (detection + take-over)).
     */
    QUORUM("majority"),
    /**
     * Eventual, ActivePassive, Hot: a primary with followers that are up to date but for a lag. Any replica answers reads;
     * writes need the primary, and any other can become it.
     *
     * <p>k = 1; A<sub>read</sub> = 1 − Π u<sub>i</sub>; A<sub>write</sub> = A<sub>read</sub> × (1 − u ÷ R × (detection +
     * take-over)).
     */
    HOT_STANDBY("hot standby"),
    /**
     * Eventual, ActivePassive, Cold: as Hot, but the passives hold snapshots that they have to load first, and only the
     * active answers reads.
     *
     * <p>k = 1; A<sub>read</sub> = A<sub>write</sub> = (1 − Π u<sub>i</sub>) × (1 − u ÷ R × (detection + take-over +
     * load)).
     */
    COLD_STANDBY("cold standby"),
    /**
     * Eventual or Weak, ActiveActive: every replica answers reads and takes writes.
     *
     * <p>k = 1; A<sub>read</sub> = A<sub>write</sub> = 1 − Π u<sub>i</sub>.
     */
    ANY_REPLICA("any replica");

    private final String text;

    Replication(String text) {
        this.text = text;
    }

    /**
     * How many replicas have to be up.
     *
     * @param replicas how many there are, at least 1
     */
    public int needed(int replicas) {
        return this == QUORUM ? replicas / 2 + 1 : 1;
    }

    /** How long an operation finds no leader after the leader's failure; zero if it needs none. */
    public Duration pause(Operation operation, Assumptions assumptions) {
        var handOver = assumptions.detection().plus(assumptions.takeOver());
        return switch (this) {
            case QUORUM -> handOver;
            case HOT_STANDBY -> operation == Operation.WRITE ? handOver : Duration.ZERO;
            case COLD_STANDBY -> handOver.plus(assumptions.coldLoad());
            case ANY_REPLICA -> Duration.ZERO;
        };
    }

    /** Such as {@code hot standby}. */
    @Override
    public String toString() {
        return text;
    }
}
