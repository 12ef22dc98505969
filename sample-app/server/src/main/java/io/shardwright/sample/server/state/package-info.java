/**
 * The replicated state of one shard: commands of its log, what they do to keys, ownership and moves, and their storage in
 * RocksDB. Applying a command is deterministic: no clock, no randomness, no order that depends on a hash.
 */
@NullMarked
package io.shardwright.sample.server.state;

import org.jspecify.annotations.NullMarked;
