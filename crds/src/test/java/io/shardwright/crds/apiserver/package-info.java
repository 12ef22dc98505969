/** A real API server for tests: {@link io.shardwright.crds.apiserver.ApiServer}. Other modules use it too. */
@NullMarked
package io.shardwright.crds.apiserver;

import org.jspecify.annotations.NullMarked;
