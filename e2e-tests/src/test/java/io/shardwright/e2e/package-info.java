/** End-to-end tests on a real cluster with real faults, and the rules on the direction of dependencies. */
@NullMarked
package io.shardwright.e2e;

import org.jspecify.annotations.NullMarked;
