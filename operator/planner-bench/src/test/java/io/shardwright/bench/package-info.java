@NullMarked
package io.shardwright.bench;

import org.jspecify.annotations.NullMarked;
