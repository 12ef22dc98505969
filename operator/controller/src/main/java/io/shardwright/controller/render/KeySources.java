package io.shardwright.controller.render;

import io.shardwright.contract.KeySource;
import io.shardwright.crds.v1alpha1.RouterKey;
import java.util.Objects;

/** Translates the API's place of a key to the contract's. */
final class KeySources {
    private KeySources() {}

    static KeySource of(RouterKey key) {
        return switch (key.from()) {
            case Path -> new KeySource.Path(Objects.requireNonNull(key.segment()));
            case Query -> new KeySource.Query(Objects.requireNonNull(key.name()));
            case Header -> new KeySource.Header(Objects.requireNonNull(key.name()));
        };
    }
}
