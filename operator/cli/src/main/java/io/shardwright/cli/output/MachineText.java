package io.shardwright.cli.output;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Trees of maps, lists, texts, numbers and booleans as JSON or YAML, in the order of their fields. */
public final class MachineText {
    private static final String STEP = "  ";

    private MachineText() {}

    public static String yaml(Object tree) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(1000)
                .build();
        return new Dump(settings).dumpToString(tree);
    }

    public static String json(Object tree) {
        var text = new StringBuilder();
        json(tree, "\n", text);
        return text.append('\n').toString();
    }

    private static void json(@Nullable Object value, String newLine, StringBuilder text) {
        switch (value) {
            case String string -> quote(string, text);
            case Map<?, ?> map
            when !map.isEmpty() -> {
                String separator = "{";
                for (var entry : map.entrySet()) {
                    text.append(separator).append(newLine).append(STEP);
                    quote(String.valueOf(entry.getKey()), text);
                    text.append(": ");
                    json(entry.getValue(), newLine + STEP, text);
                    separator = ",";
                }
                text.append(newLine).append('}');
            }
            case List<?> list
            when !list.isEmpty() -> {
                String separator = "[";
                for (Object item : list) {
                    text.append(separator).append(newLine).append(STEP);
                    json(item, newLine + STEP, text);
                    separator = ",";
                }
                text.append(newLine).append(']');
            }
            case Map<?, ?> map -> text.append("{}");
            case List<?> list -> text.append("[]");
            case null, default -> text.append(value);
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
