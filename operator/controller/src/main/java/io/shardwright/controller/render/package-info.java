/** Pure builders of the Kubernetes objects that a ShardSet consists of: no client, clock, metric or environment in them. */
@NullMarked
package io.shardwright.controller.render;

import org.jspecify.annotations.NullMarked;
