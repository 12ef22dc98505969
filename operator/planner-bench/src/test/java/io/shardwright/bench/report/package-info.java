@NullMarked
package io.shardwright.bench.report;

import org.jspecify.annotations.NullMarked;
