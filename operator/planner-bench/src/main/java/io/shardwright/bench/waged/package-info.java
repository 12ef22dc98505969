/** Apache Helix WAGED as a peer: its own algorithm on its own model, with no ZooKeeper. */
@NullMarked
package io.shardwright.bench.waged;

import org.jspecify.annotations.NullMarked;
