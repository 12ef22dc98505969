/** Who owns which partition, by what the shards confirm, and the map that publishes it. */
@NullMarked
package io.shardwright.controller.ownership;

import org.jspecify.annotations.NullMarked;
