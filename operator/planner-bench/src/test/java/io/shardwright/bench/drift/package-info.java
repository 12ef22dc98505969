@NullMarked
package io.shardwright.bench.drift;

import org.jspecify.annotations.NullMarked;
