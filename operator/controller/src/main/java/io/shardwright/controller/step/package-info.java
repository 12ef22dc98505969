/** What to do next: pure decisions from what is observed to steps, apart from everything that carries them out. */
@NullMarked
package io.shardwright.controller.step;

import org.jspecify.annotations.NullMarked;
