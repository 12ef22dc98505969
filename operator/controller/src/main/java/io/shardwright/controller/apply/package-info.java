/** Server-side apply of desired objects, with a hash on each so that nothing is written when nothing changed. */
@NullMarked
package io.shardwright.controller.apply;

import org.jspecify.annotations.NullMarked;
