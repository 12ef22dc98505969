/** What the agent knows of one ShardSet: the ownership map, the pods of each shard, and who leads. */
@NullMarked
package io.shardwright.router.view;

import org.jspecify.annotations.NullMarked;
