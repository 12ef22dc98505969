/**
 * Load generator of the sample store that checks every answer: an acknowledged write is read back, and nothing older than
 * what was already seen is ever seen again.
 */
@NullMarked
package io.shardwright.sample.load;

import org.jspecify.annotations.NullMarked;
