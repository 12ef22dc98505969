/** The reconciler: observe, decide, act, report. */
@NullMarked
package io.shardwright.controller.shardset;

import org.jspecify.annotations.NullMarked;
