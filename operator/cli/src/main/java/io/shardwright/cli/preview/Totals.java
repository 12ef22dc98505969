package io.shardwright.cli.preview;

import io.shardwright.planner.Balance;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.loads.LoadBalance;
import java.util.Optional;

/**
 * What a plan costs and gains.
 *
 * @param weight the sum of weights
 * @param moves partitions that go from one shard to another
 * @param movesLowerBound fewest that any plan could move
 * @param firstOwners partitions that get their first owner; they need no move
 * @param bytes that move; empty where none were measured
 * @param bytesLowerBound fewest bytes that any plan could move; empty where that isn't known
 */
public record Totals(
        long weight,
        int moves,
        int movesLowerBound,
        int firstOwners,
        Optional<Long> bytes,
        Optional<Long> bytesLowerBound,
        Evenness before,
        Evenness after) {

    /**
     * How far loads are from fair.
     *
     * @param maxOverFair the largest load ÷ fair share; 1 is perfect
     * @param fullest the shard at which it occurs; empty if there is no load
     * @param stranded partitions on shards that are drained or no longer wanted
     * @param unowned partitions without an owner
     */
    public record Evenness(double maxOverFair, Optional<ShardId> fullest, int stranded, int unowned) {

        static Evenness of(Balance balance) {
            return new Evenness(balance.maxOverFair(), balance.fullest(), balance.stranded(), balance.unowned());
        }

        static Evenness of(LoadBalance balance) {
            return new Evenness(balance.maxOverFair(), balance.fullest(), balance.stranded(), balance.unowned());
        }
    }
}
