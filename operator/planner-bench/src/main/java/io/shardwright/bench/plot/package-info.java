/** Line plots as SVG. */
@NullMarked
package io.shardwright.bench.plot;

import org.jspecify.annotations.NullMarked;
