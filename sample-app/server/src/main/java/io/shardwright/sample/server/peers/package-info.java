/** The other pods: where they are, how to call them, and how to ask one how far its log is. */
@NullMarked
package io.shardwright.sample.server.peers;

import org.jspecify.annotations.NullMarked;
