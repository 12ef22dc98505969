/** From the document of a PartitionMap to who owns what. */
@NullMarked
package io.shardwright.cli.partitionmap;

import org.jspecify.annotations.NullMarked;
