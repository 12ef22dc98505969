package io.shardwright.resolver;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.Hardware;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a replica of a class's shards is given: requests, or limits where they are left out, and the volume. */
final class ClassHardware {
    private ClassHardware() {}

    static Hardware of(ShardSetSpec spec, NodeClass nodeClass) {
        return new Hardware(
                resource(spec, nodeClass, "cpu")
                        .flatMap(
                                quantity -> amount(quantity.getNumericalAmount().movePointRight(3))),
                resource(spec, nodeClass, "memory").flatMap(quantity -> amount(quantity.getNumericalAmount())),
                amount(ShardPlacement.volume(spec, Optional.of(nodeClass))
                        .size()
                        .getNumericalAmount()));
    }

    private static Optional<Hardware.Amount> amount(BigDecimal value) {
        long whole = value.setScale(0, RoundingMode.FLOOR).longValue();
        return whole > 0 ? Optional.of(new Hardware.Amount(whole, Hardware.Source.RESOURCES)) : Optional.empty();
    }

    /** The class's resources replace the template's as a whole, as they do in the pod. */
    private static Optional<Quantity> resource(ShardSetSpec spec, NodeClass nodeClass, String name) {
        var own = nodeClass.resources();
        if (own != null) {
            return first(own.requests(), own.limits(), name);
        }
        return app(spec)
                .map(Container::getResources)
                .flatMap(resources -> first(resources.getRequests(), resources.getLimits(), name));
    }

    private static Optional<Container> app(ShardSetSpec spec) {
        return Optional.ofNullable(spec.template().getSpec()).stream()
                .flatMap(pod -> pod.getContainers().stream())
                .filter(container -> "app".equals(container.getName()))
                .findFirst();
    }

    private static Optional<Quantity> first(Map<String, Quantity> requests, Map<String, Quantity> limits, String name) {
        return Optional.ofNullable(Objects.requireNonNullElse(requests, Map.<String, Quantity>of())
                .getOrDefault(
                        name,
                        Objects.requireNonNullElse(limits, Map.<String, Quantity>of())
                                .get(name)));
    }
}
