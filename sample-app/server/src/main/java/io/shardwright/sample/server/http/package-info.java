/** The two HTTP ports: users' requests, and the shard contract. */
@NullMarked
package io.shardwright.sample.server.http;

import org.jspecify.annotations.NullMarked;
