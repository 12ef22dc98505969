/** Check values, and properties against enumeration of all states and simulation in time. */
@NullMarked
package io.shardwright.planner.availability;

import org.jspecify.annotations.NullMarked;
