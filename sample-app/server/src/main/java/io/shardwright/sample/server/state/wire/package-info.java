/** Compact bytes for what enters the log, the store and the calls between shards. Damaged input is refused, never guessed. */
@NullMarked
package io.shardwright.sample.server.state.wire;

import org.jspecify.annotations.NullMarked;
