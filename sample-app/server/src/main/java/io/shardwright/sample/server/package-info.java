/** One pod of the sample application: a sharded key-value store, one Raft group per shard. */
@NullMarked
package io.shardwright.sample.server;

import org.jspecify.annotations.NullMarked;
