/** What the operator tells a router: whose it is, where requests carry their key, and where it finds files and ports. */
@NullMarked
package io.shardwright.router.settings;

import org.jspecify.annotations.NullMarked;
