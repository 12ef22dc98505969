package io.shardwright.cli.situation;

/** Thrown when there is nothing to plan from for a reason outside the input. */
public final class SituationException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Kind {
        /** The API server would refuse the edit. */
        EDIT_REFUSED,
        /** The cluster is needed and can't be reached, or doesn't have the ShardSet. */
        NO_CLUSTER
    }

    private final Kind kind;

    public SituationException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
