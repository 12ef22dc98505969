package io.shardwright.cli.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Arithmetic and comparisons. Whole numbers are of 64 bits, and an overflow has no value. */
final class Operators {
    private Operators() {}

    static Object apply(String sign, @Nullable Object left, @Nullable Object right) throws CelException {
        return switch (sign) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "<" -> compare(left, right) < 0;
            case "<=" -> compare(left, right) <= 0;
            case ">" -> compare(left, right) > 0;
            case ">=" -> compare(left, right) >= 0;
            default -> arithmetic(sign, left, right);
        };
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        return left instanceof Number a && right instanceof Number b
                ? a.doubleValue() == b.doubleValue() && a.longValue() == b.longValue()
                : Objects.equals(left, right);
    }

    private static boolean contains(@Nullable Object collection, @Nullable Object value) throws CelException {
        return switch (collection) {
            case List<?> list -> list.stream().anyMatch(item -> equal(item, value));
            case Map<?, ?> map -> map.containsKey(value);
            case null, default -> throw new CelException("in needs a list");
        };
    }

    static int compare(@Nullable Object left, @Nullable Object right) throws CelException {
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        throw new CelException(left + " and " + right + " can't be compared");
    }

    private static Object arithmetic(String sign, @Nullable Object left, @Nullable Object right) throws CelException {
        if (sign.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (sign.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            var both = new ArrayList<@Nullable Object>(a);
            both.addAll(b);
            return both;
        }
        try {
            if (left instanceof Long a && right instanceof Long b) {
                return whole(sign, a, b);
            }
        } catch (ArithmeticException e) {
            throw new CelException(left + " " + sign + " " + right + ": " + e.getMessage());
        }
        if (left instanceof Double a && right instanceof Double b) {
            return fraction(sign, a, b);
        }
        throw new CelException(left + " " + sign + " " + right + " has no value");
    }

    private static long whole(String sign, long a, long b) {
        return switch (sign) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "/" -> a / b;
            default -> a % b;
        };
    }

    private static double fraction(String sign, double a, double b) throws CelException {
        return switch (sign) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> throw new CelException("% needs whole numbers");
        };
    }
}
