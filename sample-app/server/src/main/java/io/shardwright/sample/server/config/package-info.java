/** What one server is told when it starts: whose replica it is, where its volume and ports are, and where the other pods are. */
@NullMarked
package io.shardwright.sample.server.config;

import org.jspecify.annotations.NullMarked;
