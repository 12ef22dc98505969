/**
 * Measures the planner beside its peers, and writes what it measured.
 *
 * <p>{@link io.shardwright.bench.PlannerBench} is the program behind {@code make bench-planner}. The packages below it hold
 * one thing each: {@code workload} the seeded inputs, {@code waged} and {@code rendezvous} the peers, {@code speed},
 * {@code skew} and {@code drift} the experiments, {@code results} what they found as values, {@code plot} and
 * {@code report} how that is shown.
 */
@NullMarked
package io.shardwright.bench;

import org.jspecify.annotations.NullMarked;
