/**
 * Rebalances: when one is made, whether it may move partitions, and what is told of it. Pure decisions from what is observed;
 * the Rebalance in the cluster is the only memory.
 */
@NullMarked
package io.shardwright.controller.rebalance;

import org.jspecify.annotations.NullMarked;
