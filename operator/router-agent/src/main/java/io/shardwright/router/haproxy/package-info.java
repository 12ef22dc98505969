/** HAProxy as the agent drives it: its configuration, its runtime sockets, and the difference between what it does and should do. */
@NullMarked
package io.shardwright.router.haproxy;

import org.jspecify.annotations.NullMarked;
