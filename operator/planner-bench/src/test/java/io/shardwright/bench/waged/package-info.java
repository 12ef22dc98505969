@NullMarked
package io.shardwright.bench.waged;

import org.jspecify.annotations.NullMarked;
