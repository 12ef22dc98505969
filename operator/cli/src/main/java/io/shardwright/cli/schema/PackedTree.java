package io.shardwright.cli.schema;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tree of maps, lists, texts, numbers and booleans as bytes, each text stored once. Reading it takes a few milliseconds,
 * where the YAML that it was made from takes a hundred.
 */
final class PackedTree {
    private static final int NULL = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int LONG = 3;
    private static final int DOUBLE = 4;
    private static final int TEXT = 5;
    private static final int LIST = 6;
    private static final int MAP = 7;

    private PackedTree() {}

    static void write(@Nullable Object tree, DataOutputStream out) throws IOException {
        var texts = new LinkedHashMap<String, Integer>();
        collect(tree, texts);
        out.writeInt(texts.size());
        for (String text : texts.keySet()) {
            out.writeUTF(text);
        }
        writeValue(tree, texts, out);
    }

    private static void collect(@Nullable Object value, Map<String, Integer> texts) {
        switch (value) {
            case String text -> texts.putIfAbsent(text, texts.size());
            case List<?> list -> list.forEach(item -> collect(item, texts));
            case Map<?, ?> map ->
                map.forEach((name, item) -> {
                    collect(name, texts);
                    collect(item, texts);
                });
            case null, default -> {}
        }
    }

    private static void writeValue(@Nullable Object value, Map<String, Integer> texts, DataOutputStream out)
            throws IOException {
        switch (value) {
            case null -> out.writeByte(NULL);
            case Boolean truth -> out.writeByte(truth ? TRUE : FALSE);
            case Long number -> {
                out.writeByte(LONG);
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte(DOUBLE);
                out.writeDouble(number);
            }
            case String text -> {
                out.writeByte(TEXT);
                out.writeInt(index(texts, text));
            }
            case List<?> list -> {
                out.writeByte(LIST);
                out.writeInt(list.size());
                for (Object item : list) {
                    writeValue(item, texts, out);
                }
            }
            case Map<?, ?> map -> {
                out.writeByte(MAP);
                out.writeInt(map.size());
                for (var entry : map.entrySet()) {
                    out.writeInt(index(texts, (String) entry.getKey()));
                    writeValue(entry.getValue(), texts, out);
                }
            }
            default -> throw new IllegalArgumentException("a tree holds no " + value.getClass());
        }
    }

    private static int index(Map<String, Integer> texts, String text) {
        Integer index = texts.get(text);
        if (index == null) {
            throw new IllegalStateException("text wasn't collected: " + text);
        }
        return index;
    }

    static @Nullable Object read(DataInputStream in) throws IOException {
        String[] texts = new String[in.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.readUTF();
        }
        return readValue(texts, in);
    }

    private static @Nullable Object readValue(String[] texts, DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case TRUE -> true;
            case FALSE -> false;
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case TEXT -> texts[in.readInt()];
            case LIST -> {
                int size = in.readInt();
                var list = new ArrayList<@Nullable Object>(size);
                for (int i = 0; i < size; i++) {
                    list.add(readValue(texts, in));
                }
                yield list;
            }
            case MAP -> {
                int size = in.readInt();
                var map = new LinkedHashMap<String, @Nullable Object>();
                for (int i = 0; i < size; i++) {
                    map.put(texts[in.readInt()], readValue(texts, in));
                }
                yield map;
            }
            default -> null;
        };
    }
}
