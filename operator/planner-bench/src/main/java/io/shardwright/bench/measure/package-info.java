/** How far an ownership is from fair and what it took to get there: one yardstick for every planner. */
@NullMarked
package io.shardwright.bench.measure;

import org.jspecify.annotations.NullMarked;
