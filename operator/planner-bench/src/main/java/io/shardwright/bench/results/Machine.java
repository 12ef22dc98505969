package io.shardwright.bench.results;

/**
 * Where and when figures were taken.
 *
 * @param date as in ISO 8601, UTC
 * @param cpu the model's name as the operating system gives it
 * @param cores available to the run
 * @param jdk vendor, version and virtual machine
 * @param maxHeapBytes of the process that ran all but the JMH forks
 */
public record Machine(String date, String cpu, int cores, String jdk, String os, long maxHeapBytes) {}
