/** Who this replica is: the identity on its volume, and how it came to be a member. */
@NullMarked
package io.shardwright.sample.server.identity;

import org.jspecify.annotations.NullMarked;
