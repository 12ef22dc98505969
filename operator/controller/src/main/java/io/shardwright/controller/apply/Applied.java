package io.shardwright.controller.apply;

/** What became of an attempt to apply an object. */
public sealed interface Applied<T> {
    /** The cluster had it already. */
    record Unchanged<T>() implements Applied<T> {}

    /** It was created or updated. */
    record Written<T>(T object) implements Applied<T> {}

    /**
     * The API server doesn't take it, and won't until the ShardSet or the cluster is changed.
     *
     * @param message what to change, for people
     */
    record Refused<T>(String message) implements Applied<T> {}
}
