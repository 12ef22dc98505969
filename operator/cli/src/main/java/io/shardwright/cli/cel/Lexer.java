package io.shardwright.cli.cel;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into words. */
final class Lexer {
    private static final List<String> SIGNS = List.of(
            "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]",
            ".", ",");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) throws CelException {
        var lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Token.Kind.END, "the end", null));
        return lexer.tokens;
    }

    private void next() throws CelException {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '\'' || c == '"') {
            tokens.add(new Token(Token.Kind.LITERAL, "text", quoted(c, false)));
        } else if (c == 'r' && at + 1 < text.length() && (text.charAt(at + 1) == '\'' || text.charAt(at + 1) == '"')) {
            at++;
            tokens.add(new Token(Token.Kind.LITERAL, "text", quoted(text.charAt(at), true)));
        } else if (isDigit(c)) {
            number();
        } else if (isLetter(c)) {
            name();
        } else {
            sign();
        }
    }

    private String quoted(char quote, boolean raw) throws CelException {
        var content = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            char c = text.charAt(at);
            if (c == '\\' && !raw && at + 1 < text.length()) {
                at++;
                content.append(escaped(text.charAt(at)));
            } else {
                content.append(c);
            }
        }
        if (at == text.length()) {
            throw new CelException("a text has no end: " + text);
        }
        at++;
        return content.toString();
    }

    private static char escaped(char c) throws CelException {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '\'', '"', '`', '?' -> c;
            default -> throw new CelException("\\" + c + " isn't known in a text");
        };
    }

    private void number() {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        boolean fraction = at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1));
        if (fraction) {
            for (at++; at < text.length() && isDigit(text.charAt(at)); ) {
                at++;
            }
        }
        String digits = text.substring(start, at);
        Object value = fraction ? (Object) Double.parseDouble(digits) : (Object) Long.parseLong(digits);
        tokens.add(new Token(Token.Kind.LITERAL, digits, value));
    }

    private void name() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        String name = text.substring(start, at);
        tokens.add(
                switch (name) {
                    case "true", "false" -> new Token(Token.Kind.LITERAL, name, Boolean.valueOf(name));
                    case "null" -> new Token(Token.Kind.LITERAL, name, null);
                    case "in" -> new Token(Token.Kind.SIGN, name, null);
                    default -> new Token(Token.Kind.NAME, name, null);
                });
    }

    private void sign() throws CelException {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                tokens.add(new Token(Token.Kind.SIGN, sign, null));
                at += sign.length();
                return;
            }
        }
        throw new CelException("'" + text.charAt(at) + "' isn't known: " + text);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
