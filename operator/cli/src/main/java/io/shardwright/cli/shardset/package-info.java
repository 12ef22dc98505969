/** From a document to the ShardSet that it describes, with edits tried on it. */
@NullMarked
package io.shardwright.cli.shardset;

import org.jspecify.annotations.NullMarked;
