/**
 * The contract between the operator, the routers and a sharded application: what is said over the management port, how a
 * key becomes a partition, and the names everybody must agree on. It depends on the JDK alone and does no input or output.
 */
@NullMarked
package io.shardwright.contract;

import org.jspecify.annotations.NullMarked;
