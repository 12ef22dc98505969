package io.shardwright.cli.shardset;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a checked document into the Java types of the API: records by their components, the types of Kubernetes by their
 * setters. It touches the classes of what the document holds, where Jackson's databind looks at every class that the pod
 * template could hold, which takes half a second.
 */
final class RecordBinder {
    private RecordBinder() {}

    /**
     * The value as the given type.
     *
     * @param value checked against the schema that was generated from the type
     * @throws IllegalStateException if it isn't of the type: then the schema isn't the type's
     */
    static <T> T bind(Value value, Class<T> type) {
        try {
            return Objects.requireNonNull(type.cast(convert(value, type)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("binding " + type.getSimpleName() + " at " + value.at(), e);
        }
    }

    private static @Nullable Object convert(Value value, Type type) throws ReflectiveOperationException {
        if (value instanceof Scalar scalar && scalar.value() == null) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return collection(value, generic);
        }
        var raw = (Class<?>) type;
        if (raw == Quantity.class) {
            return Quantity.parse(String.valueOf(value.plain()));
        }
        if (raw == IntOrString.class) {
            return value.plain() instanceof Long number
                    ? new IntOrString(number.intValue())
                    : new IntOrString(String.valueOf(value.plain()));
        }
        return switch (value) {
            case Scalar scalar -> scalar(scalar, raw);
            case Mapping mapping when raw.isRecord() -> recordOf(mapping, raw);
            case Mapping mapping when raw != Object.class -> bean(mapping, raw);
            default -> value.plain();
        };
    }

    private static Object collection(Value value, ParameterizedType type) throws ReflectiveOperationException {
        var arguments = type.getActualTypeArguments();
        return switch (value) {
            case Sequence sequence -> {
                var list = new ArrayList<@Nullable Object>();
                for (var item : sequence.items()) {
                    list.add(convert(item, arguments[0]));
                }
                yield list;
            }
            case Mapping mapping -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                for (var entry : mapping.entries().entrySet()) {
                    map.put(entry.getKey(), convert(entry.getValue().value(), arguments[1]));
                }
                yield map;
            }
            case Scalar scalar -> throw new IllegalStateException(scalar.at() + " is no collection");
        };
    }

    private static Object scalar(Scalar scalar, Class<?> type) {
        Object value = scalar.value();
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.toString().equals(scalar.text()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(scalar.text() + " is no " + type.getSimpleName()));
        }
        if (value instanceof Number number) {
            if (type == Integer.class || type == int.class) {
                return number.intValue();
            }
            if (type == Long.class || type == long.class) {
                return number.longValue();
            }
        }
        return type == String.class || value == null ? scalar.text() : value;
    }

    private static Object recordOf(Mapping mapping, Class<?> type) throws ReflectiveOperationException {
        var components = type.getRecordComponents();
        var values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Optional<Value> value = mapping.get(components[i].getName());
            if (value.isPresent()) {
                values[i] = convert(value.get(), components[i].getGenericType());
            }
        }
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object bean(Mapping mapping, Class<?> type) throws ReflectiveOperationException {
        var bean = type.getDeclaredConstructor().newInstance();
        for (var entry : mapping.entries().entrySet()) {
            var setter = setter(type, entry.getKey());
            if (setter.isPresent()) {
                Object value = convert(entry.getValue().value(), setter.get().getGenericParameterTypes()[0]);
                invoke(setter.get(), bean, value);
            }
        }
        return bean;
    }

    private static void invoke(Method setter, Object bean, @Nullable Object value)
            throws IllegalAccessException, InvocationTargetException {
        setter.invoke(bean, value);
    }

    private static Optional<Method> setter(Class<?> type, String field) {
        String name = "set" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
                .findFirst();
    }
}
