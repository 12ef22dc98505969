/** Brings an edit of the number of replicas to the shards: which voter joins or leaves next, and when pods and volumes may go. */
@NullMarked
package io.shardwright.controller.membership;

import org.jspecify.annotations.NullMarked;
