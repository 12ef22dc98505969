package io.shardwright.router.haproxy;

import java.util.OptionalInt;

/** The backends of shards: {@code s0}, {@code s1}, … More of them than shards are in the configuration, because HAProxy can't add one while it runs. */
final class Backends {
    static final int FEWEST = 64;

    private Backends() {}

    static String name(int shard) {
        return "s" + shard;
    }

    /** The shard of a backend, or empty where the name is of another kind. */
    static OptionalInt shard(String backend) {
        return backend.matches("s[0-9]{1,5}")
                ? OptionalInt.of(Integer.parseInt(backend.substring(1)))
                : OptionalInt.empty();
    }

    /** Number of backends to provide for so many shards: max(64, 2 × shards). */
    static int provided(int shards) {
        return Math.max(FEWEST, 2 * shards);
    }
}
