@NullMarked
package io.shardwright.e2e.fault;

import org.jspecify.annotations.NullMarked;
