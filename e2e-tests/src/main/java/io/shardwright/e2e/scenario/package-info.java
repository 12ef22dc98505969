/** A ShardSet under test, the load on it, and what their figures must be. */
@NullMarked
package io.shardwright.e2e.scenario;

import org.jspecify.annotations.NullMarked;
