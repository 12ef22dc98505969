package io.shardwright.cli.input;

import java.util.List;

/** Thrown when an input can't be used as it is. It holds at least one problem. */
public final class InputException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public InputException(List<Problem> problems) {
        super(problems.getFirst().toString());
        this.problems = List.copyOf(problems);
    }

    public InputException(Position at, String field, String what) {
        this(List.of(new Problem(at, field, what)));
    }

    public InputException(Position at, String what) {
        this(at, "", what);
    }

    /** In the order in which they stand in the input. */
    public List<Problem> problems() {
        return problems;
    }
}
