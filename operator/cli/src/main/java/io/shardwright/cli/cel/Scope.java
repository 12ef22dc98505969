package io.shardwright.cli.cel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that an expression sees. */
record Scope(Map<String, @Nullable Object> variables) {

    @Nullable
    Object get(String name) throws CelException {
        if (!variables.containsKey(name)) {
            throw new CelException("no variable is named " + name);
        }
        return variables.get(name);
    }

    /** This scope with one more variable, which hides one of the same name. */
    Scope with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new HashMap<>(variables);
        more.put(name, value);
        return new Scope(more);
    }
}
