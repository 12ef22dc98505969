package io.shardwright.sample.server.state;

/** What must hold of a key for a write to take effect; checked when the write is applied. */
public sealed interface Condition {
    /** Nothing. */
    record None() implements Condition {}

    /** There is no such key. */
    record Absent() implements Condition {}

    /** The key is there with this version: compare-and-set. */
    record VersionIs(Version version) implements Condition {}

    /** No condition. */
    static Condition none() {
        return new None();
    }

    /** The key must be absent. */
    static Condition absent() {
        return new Absent();
    }

    /** The key must have this version. */
    static Condition versionIs(Version version) {
        return new VersionIs(version);
    }
}
