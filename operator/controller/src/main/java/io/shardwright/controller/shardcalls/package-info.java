/** Calls of the shard contract: the operator's side of what is said to the pods over their management port. */
@NullMarked
package io.shardwright.controller.shardcalls;

import org.jspecify.annotations.NullMarked;
