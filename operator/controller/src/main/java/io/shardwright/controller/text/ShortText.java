package io.shardwright.controller.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Texts that have to fit. */
public final class ShortText {
    private static final int MOST_LISTED = 8;

    private ShortText() {}

    /**
     * The text, or its beginning with an ellipsis as the last character.
     *
     * @param length the most characters, at least 1
     */
    public static String atMost(int length, String text) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    /** The same of a text that others wrote: in one line, with single blanks. */
    public static String lineOfAtMost(int length, String text) {
        return atMost(length, text.strip().replaceAll("\\s+", " "));
    }

    /** Such as {@code 1, 4, 5 and 2 more}: the first eight. */
    public static String list(Collection<?> all) {
        String first = all.stream().limit(MOST_LISTED).map(Object::toString).collect(Collectors.joining(", "));
        return all.size() <= MOST_LISTED ? first : first + " and " + (all.size() - MOST_LISTED) + " more";
    }
}
