/** The command line {@code kubectl shards}: what an edit of a ShardSet would move, and why, before anything does. */
@NullMarked
package io.shardwright.cli;

import org.jspecify.annotations.NullMarked;
