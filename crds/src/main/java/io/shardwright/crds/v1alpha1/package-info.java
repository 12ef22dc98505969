/**
 * The Kubernetes API of Shardwright, version {@code v1alpha1}: what a user writes ({@link
 * io.shardwright.crds.v1alpha1.ShardSet}) and what the operator publishes ({@link
 * io.shardwright.crds.v1alpha1.PartitionMap}).
 *
 * <p>The custom resource definitions in {@code manifests/install/crds} are generated from these records, descriptions,
 * bounds and validation rules included. Compact constructors apply the same defaults as the API server, so that a
 * resource read from a file means what it will mean on a cluster.
 */
@NullMarked
package io.shardwright.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
