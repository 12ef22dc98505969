package io.shardwright.controller.render;

import java.util.Objects;

/**
 * The images of a router pod.
 *
 * @param agent of the sidecar that follows the partition map
 * @param proxy of HAProxy
 */
public record RouterImages(String agent, String proxy) {
    public RouterImages {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(proxy);
    }
}
