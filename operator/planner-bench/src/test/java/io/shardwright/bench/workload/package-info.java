@NullMarked
package io.shardwright.bench.workload;

import org.jspecify.annotations.NullMarked;
