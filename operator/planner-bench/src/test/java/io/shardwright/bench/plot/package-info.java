@NullMarked
package io.shardwright.bench.plot;

import org.jspecify.annotations.NullMarked;
