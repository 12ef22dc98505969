/** Thirty days of loads that drift, in simulated time. */
@NullMarked
package io.shardwright.bench.drift;

import org.jspecify.annotations.NullMarked;
