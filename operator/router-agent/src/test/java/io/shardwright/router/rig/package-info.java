/** A router on loopback for tests: a real HAProxy, and pods that are real HTTP servers. */
@NullMarked
package io.shardwright.router.rig;

import org.jspecify.annotations.NullMarked;
