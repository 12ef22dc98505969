package io.shardwright.cli.schema;

import io.shardwright.cli.cel.CelException;
import io.shardwright.cli.cel.Expression;
import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.input.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rules of a definition on a value whose structure is right. Rules that compare with the value before an edit
 * are checked where there is such a value: fields correspond by name, entries of lists by their key fields.
 */
final class RuleCheck {
    private final List<Problem> problems = new ArrayList<>();

    private RuleCheck() {}

    /** @param old the value before the edit; null where there is none */
    static List<Problem> check(Schema schema, Value value, @Nullable Value old) {
        var check = new RuleCheck();
        check.value(schema, value, old, "");
        return check.problems;
    }

    private void value(Schema schema, Value value, @Nullable Value old, String path) {
        for (var rule : schema.rules()) {
            if (!rule.comparesWithOld() || old != null) {
                rule(rule, value, old, path);
            }
        }
        switch (value) {
            case Mapping mapping ->
                mapping.entries()
                        .forEach((name, entry) -> schema.property(name)
                                .ifPresent(property -> value(
                                        property,
                                        entry.value(),
                                        old instanceof Mapping before
                                                ? before.get(name).orElse(null)
                                                : null,
                                        path.isEmpty() ? name : path + "." + name)));
            case Sequence sequence -> schema.items().ifPresent(items -> entries(schema, items, sequence, old, path));
            case Scalar scalar -> {} // Has nothing below it.
        }
    }

    private void entries(Schema schema, Schema items, Sequence sequence, @Nullable Value old, String path) {
        var before = new HashMap<List<@Nullable Object>, Value>();
        if (old instanceof Sequence oldSequence && !schema.mapKeys().isEmpty()) {
            oldSequence.items().forEach(item -> before.put(MapKeys.of(schema, item), item));
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            var item = sequence.items().get(i);
            value(items, item, before.get(MapKeys.of(schema, item)), path + "[" + i + "]");
        }
    }

    private void rule(Schema.Rule rule, Value value, @Nullable Value old, String path) {
        Object self = value.plain();
        Object oldSelf = old == null ? null : old.plain();
        try {
            if (!Boolean.TRUE.equals(Expression.parse(rule.rule()).evaluate(self, oldSelf))) {
                problems.add(new Problem(position(value, rule), path + rule.fieldPath(), message(rule, self, oldSelf)));
            }
        } catch (CelException e) {
            problems.add(
                    new Problem(value.at(), path, "the rule " + rule.rule() + " can't be checked: " + e.getMessage()));
        }
    }

    private static String message(Schema.Rule rule, @Nullable Object self, @Nullable Object oldSelf)
            throws CelException {
        if (rule.messageExpression() != null) {
            return String.valueOf(Expression.parse(rule.messageExpression()).evaluate(self, oldSelf));
        }
        return rule.message() == null ? "breaks the rule " + rule.rule() : rule.message();
    }

    /** The field that the rule points at, as far down as it is there. */
    private static Position position(Value value, Schema.Rule rule) {
        Value at = value;
        for (String name : rule.fieldPath().split("\\.")) {
            if (!name.isEmpty()) {
                Optional<Value> below = at instanceof Mapping mapping ? mapping.get(name) : Optional.empty();
                if (below.isEmpty()) {
                    break;
                }
                at = below.get();
            }
        }
        return at.at();
    }
}
