@NullMarked
package io.shardwright.bench.measure;

import org.jspecify.annotations.NullMarked;
