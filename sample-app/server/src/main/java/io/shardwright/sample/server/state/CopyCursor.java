package io.shardwright.sample.server.state;

import java.util.Base64;

/**
 * How far the copy of a move is, in the terms of the source: first its keys are scanned in order, then the changes made since
 * the move began are followed in the order of the source's log.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface CopyCursor {
    /**
     * Within the scan.
     *
     * @param after last stored key that was read, partition first; empty at the start
     */
    record Scan(byte[] after) implements CopyCursor {}

    /**
     * Behind the scan.
     *
     * @param after sequence of the last change that was read, see {@link Version#sequence()}; 0 at the start
     */
    record Changes(long after) implements CopyCursor {}

    /** Before the first key. */
    static CopyCursor start() {
        return new Scan(new byte[0]);
    }

    /** A text form for use in URLs. */
    default String text() {
        return switch (this) {
            case Scan(byte[] after) ->
                "s" + Base64.getUrlEncoder().withoutPadding().encodeToString(after);
            case Changes(long after) -> "c" + after;
        };
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    static CopyCursor parse(String text) {
        String value = text.isEmpty() ? "" : text.substring(1);
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 's' -> new Scan(Base64.getUrlDecoder().decode(value));
            case 'c' -> new Changes(Long.parseLong(value));
            default -> throw new IllegalArgumentException("'" + text + "' is no cursor of a copy");
        };
    }
}
