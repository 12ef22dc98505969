/** Probes and metrics of the agent. */
@NullMarked
package io.shardwright.router.status;

import org.jspecify.annotations.NullMarked;
