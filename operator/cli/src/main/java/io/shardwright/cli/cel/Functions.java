package io.shardwright.cli.cel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions of the language, and those that Kubernetes adds, as far as rules use them. */
final class Functions {
    private static final Set<String> KNOWN = Set.of(
            "size",
            "matches",
            "startsWith",
            "endsWith",
            "contains",
            "sum",
            "min",
            "max",
            "format",
            "join",
            "int",
            "double",
            "string",
            "lowerAscii",
            "isSorted",
            "isQuantity",
            "quantity",
            "compareTo");

    private Functions() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    static @Nullable Object call(String name, List<@Nullable Object> arguments) throws CelException {
        Object first = arguments.isEmpty() ? null : arguments.getFirst();
        return switch (name) {
            case "size" -> size(first);
            case "sum" -> sum(list(name, first));
            case "min" -> extreme(list(name, first), -1);
            case "max" -> extreme(list(name, first), 1);
            case "isSorted" -> isSorted(list(name, first));
            case "join" ->
                list(name, first).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(arguments.size() > 1 ? text(name, arguments.get(1)) : ""));
            case "int" -> toWhole(first);
            case "double" -> toDouble(first);
            case "string" -> String.valueOf(first);
            case "lowerAscii" -> lowerAscii(text(name, first));
            case "isQuantity" -> Quantities.isQuantity(text(name, first));
            case "quantity" -> Quantities.of(text(name, first));
            case "compareTo" -> Quantities.compare(first, arguments.getLast());
            case "format" -> format(text(name, first), list(name, arguments.getLast()));
            default -> ofText(name, text(name, first), text(name, arguments.getLast()));
        };
    }

    private static boolean ofText(String name, String text, String argument) throws CelException {
        return switch (name) {
            case "startsWith" -> text.startsWith(argument);
            case "endsWith" -> text.endsWith(argument);
            case "contains" -> text.contains(argument);
            default -> matches(text, argument);
        };
    }

    private static boolean matches(String text, String pattern) throws CelException {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new CelException("no pattern: " + pattern);
        }
    }

    private static String text(String name, @Nullable Object value) throws CelException {
        if (value instanceof String text) {
            return text;
        }
        throw new CelException(name + " needs text");
    }

    private static List<?> list(String name, @Nullable Object value) throws CelException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new CelException(name + " needs a list");
    }

    private static long size(@Nullable Object value) throws CelException {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Collection<?> collection -> collection.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw new CelException("size needs text, a list or a map");
        };
    }

    private static Object sum(List<?> values) throws CelException {
        Object sum = values.stream().anyMatch(Double.class::isInstance) ? (Object) 0.0 : (Object) 0L;
        for (Object value : values) {
            sum = Operators.apply("+", sum, value);
        }
        return sum;
    }

    private static @Nullable Object extreme(List<?> values, int sign) throws CelException {
        if (values.isEmpty()) {
            throw new CelException("an empty list has no least and no largest entry");
        }
        Object extreme = values.getFirst();
        for (Object value : values) {
            if (Operators.compare(value, extreme) * sign > 0) {
                extreme = value;
            }
        }
        return extreme;
    }

    private static boolean isSorted(List<?> values) throws CelException {
        for (int i = 1; i < values.size(); i++) {
            if (Operators.compare(values.get(i - 1), values.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static long toWhole(@Nullable Object value) throws CelException {
        try {
            return switch (value) {
                case Number number -> number.longValue();
                case String text -> Long.parseLong(text);
                case null, default -> throw new CelException(value + " is no number");
            };
        } catch (NumberFormatException e) {
            throw new CelException(value + " is no whole number");
        }
    }

    private static double toDouble(@Nullable Object value) throws CelException {
        try {
            return switch (value) {
                case Number number -> number.doubleValue();
                case String text -> Double.parseDouble(text);
                case null, default -> throw new CelException(value + " is no number");
            };
        } catch (NumberFormatException e) {
            throw new CelException(value + " is no number");
        }
    }

    private static String lowerAscii(String text) {
        var lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 32));
            }
        }
        return lower.toString();
    }

    /** {@code %s} takes anything and {@code %d} whole numbers; {@code %%} is a percent sign. */
    private static String format(String pattern, List<?> arguments) throws CelException {
        var text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            i++;
            char verb = i < pattern.length() ? pattern.charAt(i) : ' ';
            if (verb == '%') {
                text.append('%');
            } else if ((verb == 's' || verb == 'd') && next < arguments.size()) {
                text.append(arguments.get(next++));
            } else {
                throw new CelException("format '" + pattern + "' can't be filled in");
            }
        }
        return text.toString();
    }
}
