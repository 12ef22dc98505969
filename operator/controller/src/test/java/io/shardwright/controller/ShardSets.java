package io.shardwright.controller;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** ShardSets for tests. */
public final class ShardSets {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private ShardSets() {}

    /** The ShardSet of {@code store.yaml}: two classes, three shards, 256 partitions. */
    public static ShardSet store() {
        return store(text -> text);
    }

    /** The same after an edit of its text. */
    public static ShardSet store(UnaryOperator<String> edit) {
        try (var file = ShardSets.class.getResourceAsStream("/store.yaml")) {
            var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return parse(edit.apply(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A ShardSet from its YAML. */
    public static ShardSet parse(String yaml) {
        return SERIALIZATION.unmarshal(yaml, ShardSet.class);
    }

    /** A plain one without classes; the specification is one line of flow-style fields. */
    public static ShardSet plain(String specification) {
        return parse("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: plain, namespace: shop, uid: 3f0d6c1a-0000-4000-8000-000000000002, generation: 1}
                spec: {%s, template: {spec: {containers: [{name: app, image: app}]}}}
                """.formatted(specification));
    }
}
