package io.shardwright.planner.availability;

import io.shardwright.planner.ShardId;
import java.util.Optional;

/**
 * One computed availability, with what it is made of.
 *
 * @param uptime the figure: what is certain within the model, so the lower bound where it isn't exact
 * @param error how much higher it may be within the model; about 0 if it was computed exactly
 * @param worst the shard that {@link Scope#EACH_KEY} is about, the lowest of those that are worst off; empty for all keys
 * @param routers of the routers alone
 * @param replicas of the shard's replicas alone, or of all shards' together while a router is up; without take-over
 * @param takeOver the share of time that goes to changes of leaders
 */
public record Figure(
        Operation operation,
        Scope scope,
        Uptime uptime,
        double error,
        Optional<ShardId> worst,
        Uptime routers,
        Uptime replicas,
        double takeOver) {

    /** Such as {@code write, each key: 99.978 % (down 1h58m12s a year)}. */
    @Override
    public String toString() {
        return operation + ", " + scope + ": " + uptime + " (down " + uptime.downTime(Period.YEAR) + " a year)";
    }
}
