package io.shardwright.controller.target;

/** The outcome of resolving a specification. */
public sealed interface TargetResult permits Target, Refusal {}
