package io.shardwright.cli.cel;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions of quantities that Kubernetes adds to the language, as far as rules use them. The form of a quantity is that of
 * the Kubernetes API reference: a decimal number, then a binary suffix, a decimal one, an exponent or nothing.
 */
final class Quantities {
    private static final Pattern FORM =
            Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?");

    private Quantities() {}

    static boolean isQuantity(String text) {
        return FORM.matcher(text).matches();
    }

    static BigDecimal of(String text) throws CelException {
        if (!isQuantity(text)) {
            throw new CelException(text + " is no quantity");
        }
        return new Quantity(text).getNumericalAmount();
    }

    static long compare(@Nullable Object left, @Nullable Object right) throws CelException {
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
            return a.compareTo(b);
        }
        throw new CelException("compareTo needs quantities");
    }
}
