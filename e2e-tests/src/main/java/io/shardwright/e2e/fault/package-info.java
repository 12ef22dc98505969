/** What is broken on purpose: processes, volumes, the operator. */
@NullMarked
package io.shardwright.e2e.fault;

import org.jspecify.annotations.NullMarked;
