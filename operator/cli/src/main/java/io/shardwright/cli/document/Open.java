package io.shardwright.cli.document;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;

/** A mapping or list whose end isn't read yet. */
sealed interface Open {

    Position at();

    Optional<Anchor> anchor();

    /** How many values the file held before this one. */
    int valuesBefore();

    void add(Value value) throws InputException;

    Value value();

    /** A mapping: names and values in turn. */
    final class OpenMapping implements Open {
        private static final String MERGE = "<<";

        private final Position at;
        private final Optional<Anchor> anchor;
        private final int valuesBefore;
        private final Map<String, Mapping.Entry> entries = new LinkedHashMap<>();
        private final Map<String, Mapping.Entry> merged = new LinkedHashMap<>();
        private @Nullable Scalar name;

        OpenMapping(Position at, Optional<Anchor> anchor, int valuesBefore) {
            this.at = at;
            this.anchor = anchor;
            this.valuesBefore = valuesBefore;
        }

        @Override
        public Position at() {
            return at;
        }

        @Override
        public Optional<Anchor> anchor() {
            return anchor;
        }

        @Override
        public int valuesBefore() {
            return valuesBefore;
        }

        @Override
        public void add(Value value) throws InputException {
            if (name == null) {
                if (!(value instanceof Scalar scalar)) {
                    throw new InputException(
                            value.at(), "the name of a field is " + value.describe() + ": write a word");
                }
                name = scalar;
                return;
            }
            if (name.text().equals(MERGE)) {
                merge(value);
            } else {
                var before = entries.put(name.text(), new Mapping.Entry(name.at(), value));
                if (before != null) {
                    throw new InputException(
                            name.at(),
                            name.text() + " stands twice, first in line "
                                    + before.key().line() + ": remove one");
                }
            }
            name = null;
        }

        /** The first of several that names a field wins, and a field of this mapping wins over all. */
        private void merge(Value value) throws InputException {
            switch (value) {
                case Mapping mapping -> mapping.entries().forEach(merged::putIfAbsent);
                case Sequence sequence -> {
                    for (Value item : sequence.items()) {
                        merge(item);
                    }
                }
                case Scalar scalar ->
                    throw new InputException(scalar.at(), "<< merges mappings, and this is " + scalar.describe());
            }
        }

        @Override
        public Value value() {
            merged.forEach(entries::putIfAbsent);
            return new Mapping(at, entries);
        }
    }

    /** A list. */
    final class OpenSequence implements Open {
        private final Position at;
        private final Optional<Anchor> anchor;
        private final int valuesBefore;
        private final List<Value> items = new ArrayList<>();

        OpenSequence(Position at, Optional<Anchor> anchor, int valuesBefore) {
            this.at = at;
            this.anchor = anchor;
            this.valuesBefore = valuesBefore;
        }

        @Override
        public Position at() {
            return at;
        }

        @Override
        public Optional<Anchor> anchor() {
            return anchor;
        }

        @Override
        public int valuesBefore() {
            return valuesBefore;
        }

        @Override
        public void add(Value value) {
            items.add(value);
        }

        @Override
        public Value value() {
            return new Sequence(at, items);
        }
    }
}
