package io.shardwright.cli.document;

import io.shardwright.cli.input.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of values. */
public record Sequence(Position at, List<Value> items) implements Value {
    public Sequence {
        items = List.copyOf(items);
    }

    @Override
    public List<@Nullable Object> plain() {
        var plain = new ArrayList<@Nullable Object>(items.size());
        items.forEach(item -> plain.add(item.plain()));
        return plain;
    }

    @Override
    public String describe() {
        return "a list";
    }
}
