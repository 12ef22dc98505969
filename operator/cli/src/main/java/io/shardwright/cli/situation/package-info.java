/** What a plan starts from: the ShardSet asked for, and who owns what now, from files or a cluster. */
@NullMarked
package io.shardwright.cli.situation;

import org.jspecify.annotations.NullMarked;
