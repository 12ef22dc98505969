/** Verdicts, tables and plots, made from the results of a run and from nothing else. */
@NullMarked
package io.shardwright.bench.report;

import org.jspecify.annotations.NullMarked;
