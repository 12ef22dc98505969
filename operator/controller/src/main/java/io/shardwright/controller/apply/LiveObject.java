package io.shardwright.controller.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/** Compares an object in the cluster with the desired one. */
final class LiveObject {
    private LiveObject() {}

    /**
     * Where the live object lacks something of the desired one; empty if it has all of it.
     *
     * <p>Fields that the desired object leaves open may have any value: the API server fills them with defaults. Lists must
     * agree entry by entry. Two texts are also equal if they are the same quantity.
     */
    static Optional<String> difference(HasMetadata desired, HasMetadata live, KubernetesSerialization serialization) {
        JsonNode wanted = serialization.convertValue(desired, JsonNode.class);
        JsonNode actual = serialization.convertValue(live, JsonNode.class);
        return difference("", wanted, actual);
    }

    private static Optional<String> difference(String path, JsonNode wanted, JsonNode actual) {
        return switch (wanted) {
            case ObjectNode object ->
                object.properties().stream()
                        .map(field ->
                                difference(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey())))
                        .flatMap(Optional::stream)
                        .findFirst();
            case ArrayNode array -> differenceOfLists(path, array, actual);
            default -> equal(wanted, actual) ? Optional.empty() : Optional.of(path);
        };
    }

    private static Optional<String> differenceOfLists(String path, ArrayNode wanted, JsonNode actual) {
        if (wanted.size() != actual.size()) {
            return Optional.of(path);
        }
        for (int i = 0; i < wanted.size(); i++) {
            var difference = difference(path + "[" + i + "]", wanted.get(i), actual.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static boolean equal(JsonNode wanted, JsonNode actual) {
        if (wanted.equals(actual) || (wanted.isNull() && actual.isMissingNode())) {
            return true;
        }
        if (!wanted.isTextual() || !actual.isTextual()) {
            return wanted.isNumber() && actual.isNumber() && wanted.asLong() == actual.asLong();
        }
        return sameQuantity(wanted.textValue(), actual.textValue());
    }

    private static boolean sameQuantity(String wanted, String actual) {
        try {
            return new Quantity(wanted).getNumericalAmount().compareTo(new Quantity(actual).getNumericalAmount()) == 0;
        } catch (IllegalArgumentException notQuantities) {
            return false;
        }
    }
}
