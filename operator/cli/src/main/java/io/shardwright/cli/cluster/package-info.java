/** What a cluster knows of a ShardSet, asked through kubectl. */
@NullMarked
package io.shardwright.cli.cluster;

import org.jspecify.annotations.NullMarked;
