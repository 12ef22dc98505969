/** The shard's Raft group: log, state machine, membership, and proofs of leadership. */
@NullMarked
package io.shardwright.sample.server.raft;

import org.jspecify.annotations.NullMarked;
