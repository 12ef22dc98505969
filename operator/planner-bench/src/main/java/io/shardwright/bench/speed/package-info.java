/** Time: beside WAGED on equal inputs, and alone over growing inputs. */
@NullMarked
package io.shardwright.bench.speed;

import org.jspecify.annotations.NullMarked;
