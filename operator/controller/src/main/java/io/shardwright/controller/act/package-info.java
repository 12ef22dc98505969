/** Carries out what was decided. */
@NullMarked
package io.shardwright.controller.act;

import org.jspecify.annotations.NullMarked;
