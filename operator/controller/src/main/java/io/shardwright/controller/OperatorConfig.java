package io.shardwright.controller;

import io.shardwright.controller.render.RouterImages;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator's process is told by its environment.
 *
 * @param routerImages images of the routers ({@code ROUTER_AGENT_IMAGE}, {@code ROUTER_IMAGE})
 * @param leaseNamespace where the leader's Lease is ({@code POD_NAMESPACE}); empty: no leader election, for one process
 *     outside a cluster
 * @param identity of this process in the Lease ({@code POD_NAME})
 * @param port of health and metrics ({@code OPERATOR_PORT}, by default 8080)
 */
public record OperatorConfig(
        RouterImages routerImages, Optional<String> leaseNamespace, Optional<String> identity, int port) {

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException if a variable is missing or wrong; the message names it
     */
    public static OperatorConfig of(Map<String, String> environment) {
        return new OperatorConfig(
                new RouterImages(required(environment, "ROUTER_AGENT_IMAGE"), required(environment, "ROUTER_IMAGE")),
                Optional.ofNullable(environment.get("POD_NAMESPACE")),
                Optional.ofNullable(environment.get("POD_NAME")),
                Integer.parseInt(environment.getOrDefault("OPERATOR_PORT", "8080")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + name + " is missing");
        }
        return value;
    }
}
