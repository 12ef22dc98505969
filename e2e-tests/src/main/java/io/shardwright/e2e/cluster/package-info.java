/** The cluster under test: the API server by the current kubeconfig, and the nodes behind it where they are containers. */
@NullMarked
package io.shardwright.e2e.cluster;

import org.jspecify.annotations.NullMarked;
