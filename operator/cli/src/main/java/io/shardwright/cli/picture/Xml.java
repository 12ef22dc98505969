package io.shardwright.cli.picture;

import org.jspecify.annotations.Nullable;

/** Writes well-formed XML. */
final class Xml {
    private final StringBuilder text = new StringBuilder();

    /** An element with text in it, or none. */
    Xml element(String name, String attributes, @Nullable String content) {
        text.append('<').append(name).append(attributes.isEmpty() ? "" : " ").append(attributes);
        if (content == null) {
            text.append("/>\n");
        } else {
            text.append('>').append(escaped(content)).append("</").append(name).append(">\n");
        }
        return this;
    }

    /** Markup that is well-formed already. */
    Xml raw(String markup) {
        text.append(markup).append('\n');
        return this;
    }

    /** Text as it may stand between tags and in attributes; characters that XML has no way to write are left out. */
    static String escaped(String content) {
        var escaped = new StringBuilder();
        content.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    if (c >= ' ' || c == '\n' || c == '\t') {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
