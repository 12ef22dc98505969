package io.shardwright.cli.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of an expression. */
sealed interface Node {

    @Nullable
    Object evaluate(Scope scope) throws CelException;

    /** The value if it is a truth value. */
    default boolean test(Scope scope) throws CelException {
        if (evaluate(scope) instanceof Boolean truth) {
            return truth;
        }
        throw new CelException("no truth value");
    }

    /** A constant. */
    record Literal(@Nullable Object value) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return value;
        }
    }

    /** A variable. */
    record Variable(String name) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) throws CelException {
            return scope.get(name);
        }
    }

    /** A list of expressions. */
    record ListOf(List<Node> items) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            var values = new ArrayList<@Nullable Object>();
            for (var item : items) {
                values.add(item.evaluate(scope));
            }
            return values;
        }
    }

    /** A field of a map; without it the expression has no value. */
    record Field(Node of, String name) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) throws CelException {
            if (of.evaluate(scope) instanceof Map<?, ?> map && map.containsKey(name)) {
                return map.get(name);
            }
            throw new CelException("no such key: " + name);
        }
    }

    /** Whether a field is there. */
    record Has(Field field) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            return field.of().evaluate(scope) instanceof Map<?, ?> map && map.containsKey(field.name());
        }
    }

    /** An entry of a list or map. */
    record Index(Node of, Node index) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) throws CelException {
            Object key = index.evaluate(scope);
            return switch (of.evaluate(scope)) {
                case List<?> list when key instanceof Long at && at >= 0 && at < list.size() -> list.get(at.intValue());
                case Map<?, ?> map when map.containsKey(key) -> map.get(key);
                case null, default -> throw new CelException("no entry " + key);
            };
        }
    }

    /** Negation. */
    record Not(Node of) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            return !of.test(scope);
        }
    }

    /** {@code ?:}. */
    record Conditional(Node condition, Node yes, Node no) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) throws CelException {
            return condition.test(scope) ? yes.evaluate(scope) : no.evaluate(scope);
        }
    }

    /** {@code ||}: true if either side is, whatever the other; the language defines it without an order. */
    record Either(Node left, Node right) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            boolean first;
            try {
                first = left.test(scope);
            } catch (CelException e) {
                if (right.test(scope)) {
                    return true;
                }
                throw e;
            }
            return first || right.test(scope);
        }
    }

    /** {@code &&}: false if either side is, whatever the other. */
    record Both(Node left, Node right) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            boolean first;
            try {
                first = left.test(scope);
            } catch (CelException e) {
                if (!right.test(scope)) {
                    return false;
                }
                throw e;
            }
            return first && right.test(scope);
        }
    }

    /** Arithmetic or a comparison. */
    record Operation(String sign, Node left, Node right) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            return Operators.apply(sign, left.evaluate(scope), right.evaluate(scope));
        }
    }

    /** A function of its arguments, the first of which may have been written before the dot. */
    record Call(String name, List<Node> arguments) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) throws CelException {
            var values = new ArrayList<@Nullable Object>();
            for (var argument : arguments) {
                values.add(argument.evaluate(scope));
            }
            return Functions.call(name, values);
        }
    }

    /** A loop over the entries of a list or the names of a map. */
    record Macro(String name, Node range, String variable, List<Node> bodies) implements Node {
        @Override
        public Object evaluate(Scope scope) throws CelException {
            Iterable<?> items = switch (range.evaluate(scope)) {
                case List<?> list -> list;
                case Map<?, ?> map -> map.keySet();
                case null, default -> throw new CelException(name + " needs a list");
            };
            return switch (name) {
                case "all" -> !any(items, scope, false);
                case "exists" -> any(items, scope, true);
                case "exists_one" -> select(items, scope).size() == 1;
                case "filter" -> select(items, scope);
                default -> mapped(items, scope);
            };
        }

        /** Whether the body is so for any; an entry without a value counts only if no other decides. */
        private boolean any(Iterable<?> items, Scope scope, boolean wanted) throws CelException {
            CelException error = null;
            for (Object item : items) {
                try {
                    if (bodies.getFirst().test(scope.with(variable, item)) == wanted) {
                        return true;
                    }
                } catch (CelException e) {
                    error = e;
                }
            }
            if (error != null) {
                throw error;
            }
            return false;
        }

        private List<@Nullable Object> select(Iterable<?> items, Scope scope) throws CelException {
            var selected = new ArrayList<@Nullable Object>();
            for (Object item : items) {
                if (bodies.getFirst().test(scope.with(variable, item))) {
                    selected.add(item);
                }
            }
            return selected;
        }

        private List<@Nullable Object> mapped(Iterable<?> items, Scope scope) throws CelException {
            var values = new ArrayList<@Nullable Object>();
            for (Object item : items) {
                var inner = scope.with(variable, item);
                if (bodies.size() == 1 || bodies.getFirst().test(inner)) {
                    values.add(bodies.getLast().evaluate(inner));
                }
            }
            return values;
        }
    }
}
