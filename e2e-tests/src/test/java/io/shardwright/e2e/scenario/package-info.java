@NullMarked
package io.shardwright.e2e.scenario;

import org.jspecify.annotations.NullMarked;
