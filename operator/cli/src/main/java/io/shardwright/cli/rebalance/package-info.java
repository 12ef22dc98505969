/** Rebalances in a cluster: read, shown, and what users decide of them. */
@NullMarked
package io.shardwright.cli.rebalance;

import org.jspecify.annotations.NullMarked;
