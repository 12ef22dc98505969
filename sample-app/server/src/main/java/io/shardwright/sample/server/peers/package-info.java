/** The other pods: where they are and how to call them. */
@NullMarked
package io.shardwright.sample.server.peers;

import org.jspecify.annotations.NullMarked;
