/** Tables, and properties against an exhaustive oracle. */
@NullMarked
package io.shardwright.planner;

import org.jspecify.annotations.NullMarked;
