package io.shardwright.router.view;

import java.util.Objects;

/**
 * A pod of a shard, as the cluster lists it.
 *
 * @param pod its name
 * @param address its IP address; a pod made anew has another one
 * @param serving whether its readiness probe succeeds
 * @param terminating whether it is being deleted
 */
public record Endpoint(String pod, String address, boolean serving, boolean terminating) {
    public Endpoint {
        Objects.requireNonNull(pod);
        Objects.requireNonNull(address);
    }
}
