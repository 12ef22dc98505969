/** How fast copies between shards go: limits in bytes per second, and the waits of users' requests that lower them. */
@NullMarked
package io.shardwright.sample.server.pace;

import org.jspecify.annotations.NullMarked;
