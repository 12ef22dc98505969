/** What should be: the ShardSet's specification resolved to a class and a weight for each shard, or refused with a reason. */
@NullMarked
package io.shardwright.controller.target;

import org.jspecify.annotations.NullMarked;
