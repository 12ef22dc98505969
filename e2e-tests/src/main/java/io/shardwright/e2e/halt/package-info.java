/**
 * A Java agent that ends its process right before and right after each kind of write and call that goes through the JDK's HTTP
 * client. It is packed into a jar of its own and runs in the operator's process, so it knows nothing but the JDK.
 */
@NullMarked
package io.shardwright.e2e.halt;

import org.jspecify.annotations.NullMarked;
