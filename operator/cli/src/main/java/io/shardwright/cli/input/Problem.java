package io.shardwright.cli.input;

/**
 * One thing that is wrong with an input.
 *
 * @param field path such as {@code spec.nodeClasses[1].weight}; empty where no field is concerned
 * @param what what is wrong, and the edit that would help
 */
public record Problem(Position at, String field, String what) {

    /** The problem in one line: place, field, what. */
    @Override
    public String toString() {
        String text = at + ": " + (field.isEmpty() ? "" : field + ": ") + what;
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
