package io.shardwright.cli.input;

/**
 * Where something stands.
 *
 * @param source the file as the user named it, or the option that it came from
 * @param line from 1; 0 where there are no lines
 */
public record Position(String source, int line) {

    /** The source as a whole. */
    public static Position of(String source) {
        return new Position(source, 0);
    }

    /** Such as {@code store.yaml:12}. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
