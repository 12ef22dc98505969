/** The inputs of all experiments, each a function of its parameters and a seed. */
@NullMarked
package io.shardwright.bench.workload;

import org.jspecify.annotations.NullMarked;
