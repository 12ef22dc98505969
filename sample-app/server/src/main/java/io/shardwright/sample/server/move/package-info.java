/**
 * Drives hand-offs of partitions between shards. All that matters is in the shards' replicated state: the drivers here only
 * look at it and ask for the next step, so that any of them can stop anywhere and another one goes on.
 */
@NullMarked
package io.shardwright.sample.server.move;

import org.jspecify.annotations.NullMarked;
