/** What a run found, as values that are written to a file and read back; nothing here is computed. */
@NullMarked
package io.shardwright.bench.results;

import org.jspecify.annotations.NullMarked;
