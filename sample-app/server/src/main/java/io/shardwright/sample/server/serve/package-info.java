/** Answers requests for keys: here, at the shard's leader, or at the shard that owns the partition. */
@NullMarked
package io.shardwright.sample.server.serve;

import org.jspecify.annotations.NullMarked;
