/** The agent beside HAProxy in a router pod: learns who owns which partition, and keeps HAProxy at it. */
@NullMarked
package io.shardwright.router;

import org.jspecify.annotations.NullMarked;
