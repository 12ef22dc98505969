/** Where the agent's knowledge comes from: the API server, the shards themselves, and the last known state on disk. */
@NullMarked
package io.shardwright.router.source;

import org.jspecify.annotations.NullMarked;
