package io.shardwright.cli.cel;

import org.jspecify.annotations.Nullable;

/**
 * A word of an expression.
 *
 * @param text as written
 * @param value of a literal; null otherwise
 */
record Token(Kind kind, String text, @Nullable Object value) {

    /** What a word is. */
    enum Kind {
        LITERAL,
        NAME,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }
}
