/** Texts for people, kept short enough for where they are shown. */
@NullMarked
package io.shardwright.controller.text;

import org.jspecify.annotations.NullMarked;
