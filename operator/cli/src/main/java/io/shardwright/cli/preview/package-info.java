/** What would be: the plan for a ShardSet from where it stands, or why there can be none. */
@NullMarked
package io.shardwright.cli.preview;

import org.jspecify.annotations.NullMarked;
