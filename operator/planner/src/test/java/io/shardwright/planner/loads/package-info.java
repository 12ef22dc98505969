/** Tables, and properties against an exhaustive oracle. */
@NullMarked
package io.shardwright.planner.loads;

import org.jspecify.annotations.NullMarked;
