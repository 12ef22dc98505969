package io.shardwright.cli.document;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted word of YAML means. The rules are those of kubectl, which reads YAML 1.1 without base 60 and dates: so
 * {@code yes} and {@code off} are booleans.
 */
final class Scalars {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F_]+");
    private static final Pattern OCTAL = Pattern.compile("0o?[0-7_]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int MOST_DIGITS = 18;

    private Scalars() {}

    static @Nullable Object resolve(String word) {
        return switch (word) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON" -> true;
            case "false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF" -> false;
            default -> number(word);
        };
    }

    private static Object number(String word) {
        char first = word.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return word;
        }
        String digits = word.replace("_", "");
        if (digits.length() <= MOST_DIGITS) {
            if (DECIMAL.matcher(word).matches()) {
                return Long.parseLong(digits);
            }
            if (HEXADECIMAL.matcher(word).matches()) {
                return Long.parseLong(digits.substring(2), 16);
            }
            if (OCTAL.matcher(word).matches()) {
                return Long.parseLong(digits.replace("o", ""), 8);
            }
        }
        return FLOAT.matcher(word).matches() ? (Object) Double.parseDouble(word) : word;
    }
}
