/** What may be disturbed now, and what has to wait and for what: the one gate for moves, restarts and changes of members. */
@NullMarked
package io.shardwright.controller.gate;

import org.jspecify.annotations.NullMarked;
