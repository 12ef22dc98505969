@NullMarked
package io.shardwright.bench.rendezvous;

import org.jspecify.annotations.NullMarked;
