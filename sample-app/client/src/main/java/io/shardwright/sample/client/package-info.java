/** Java client of the sample store: through the router, or straight to the owner of a key by a map that it keeps. */
@NullMarked
package io.shardwright.sample.client;

import org.jspecify.annotations.NullMarked;
