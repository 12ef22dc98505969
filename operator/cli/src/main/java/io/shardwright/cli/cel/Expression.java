package io.shardwright.cli.cel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression in the part of the Common Expression Language (github.com/google/cel-spec, language definition) that rules
 * of resource definitions use: literals, fields, operators, {@code has} and the other macros, and the functions of
 * {@link Functions}. Values are null, Boolean, Long, Double, String, List and Map.
 *
 * <p>A whole implementation of the language takes a third of a second to load, more than everything else here together.
 */
public final class Expression {
    private final Node root;

    private Expression(Node root) {
        this.root = root;
    }

    /**
     * Parses an expression.
     *
     * @throws CelException if it is none, or uses something outside the part that is known here
     */
    public static Expression parse(String text) throws CelException {
        return new Expression(new Parser(Lexer.tokens(text)).parse());
    }

    /**
     * The value of the expression.
     *
     * @param self what the expression is about
     * @param oldSelf the same before an edit; null if there was none
     * @throws CelException if it has no value, for instance because a field is missing
     */
    public @Nullable Object evaluate(@Nullable Object self, @Nullable Object oldSelf) throws CelException {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("self", self);
        variables.put("oldSelf", oldSelf);
        return root.evaluate(new Scope(variables));
    }
}
