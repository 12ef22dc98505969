package io.shardwright.resolver;

/** The outcome of resolving a specification. */
public sealed interface Resolution permits Resolved, Unresolvable {}
