package io.shardwright.controller.render;

import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.ShardSet;

/** A Rebalance of a ShardSet, with which it is deleted. */
public final class RebalanceObject {
    static final String COMPONENT = "rebalance";

    private RebalanceObject() {}

    /** The object. */
    public static Rebalance of(ShardSet shardSet, String name, RebalanceSpec spec) {
        var rebalance = new Rebalance();
        rebalance.setMetadata(Metadata.owned(shardSet, name, Labels.of(shardSet, COMPONENT)));
        rebalance.setSpec(spec);
        return rebalance;
    }
}
