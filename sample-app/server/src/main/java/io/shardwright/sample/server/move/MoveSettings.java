package io.shardwright.sample.server.move;

import io.shardwright.sample.server.state.Limits;
import java.time.Duration;

/**
 * Times and sizes of hand-offs.
 *
 * @param fenceTimeout how long a source keeps writes waiting for a decision before it decides against the move
 * @param deleteGrace how long a source keeps its copy after the target serves, for reads that are under way
 * @param silence how long a source waits for a target that copies before it decides against the move
 * @param callTimeout how long an entry of the own log may take
 * @param retryAfter pause after a first failure; it doubles with each further one
 * @param retryAtMost longest pause after a failure
 * @param pageBytes size of a page of the copy
 * @param nearlyLevelBytes a round of changes below this size is followed by the fence
 * @param nearlyLevelKeys a round of fewer changes than this is followed by the fence
 * @param maxRounds so many rounds are followed by the fence in any case
 * @param bytesInPerSecond what all copies to a shard may take together, in bytes of keys and values per second
 * @param bytesOutPerSecond what all copies from a shard may take together, likewise
 * @param slowRequest copies yield to users' requests that wait as long for the log
 * @param rest how long a target rests in each phase before it goes on: zero, but where tests want to meet a move there
 */
public record MoveSettings(
        Duration fenceTimeout,
        Duration deleteGrace,
        Duration silence,
        Duration callTimeout,
        Duration retryAfter,
        Duration retryAtMost,
        int pageBytes,
        long nearlyLevelBytes,
        int nearlyLevelKeys,
        int maxRounds,
        long bytesInPerSecond,
        long bytesOutPerSecond,
        Duration slowRequest,
        Duration rest) {
    /** What pods run with. */
    public static MoveSettings defaults() {
        return new MoveSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Limits.CHUNK_BYTES,
                64 << 10,
                200,
                10,
                64 << 20,
                64 << 20,
                Duration.ofMillis(100),
                Duration.ZERO);
    }

    /** The same with another {@link #rest}. */
    public MoveSettings withRest(Duration inEachPhase) {
        return new MoveSettings(
                fenceTimeout,
                deleteGrace,
                silence,
                callTimeout,
                retryAfter,
                retryAtMost,
                pageBytes,
                nearlyLevelBytes,
                nearlyLevelKeys,
                maxRounds,
                bytesInPerSecond,
                bytesOutPerSecond,
                slowRequest,
                inEachPhase);
    }

    /** The same with other limits of the copies to and from a shard, and yielding to other requests. */
    public MoveSettings withLimits(long inPerSecond, long outPerSecond, Duration slow) {
        return new MoveSettings(
                fenceTimeout,
                deleteGrace,
                silence,
                callTimeout,
                retryAfter,
                retryAtMost,
                pageBytes,
                nearlyLevelBytes,
                nearlyLevelKeys,
                maxRounds,
                inPerSecond,
                outPerSecond,
                slow,
                rest);
    }
}
