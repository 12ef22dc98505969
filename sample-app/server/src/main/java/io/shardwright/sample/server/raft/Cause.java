package io.shardwright.sample.server.raft;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What is behind the exception of a future. */
public final class Cause {
    private Cause() {}

    /** The first throwable in the chain that isn't a future's wrapping. */
    public static Throwable of(Throwable failure) {
        Throwable at = failure;
        while (at instanceof ExecutionException || at instanceof CompletionException) {
            Throwable cause = at.getCause();
            if (cause == null) {
                return at;
            }
            at = cause;
        }
        return at;
    }
}
