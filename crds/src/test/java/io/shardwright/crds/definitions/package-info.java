/** Keeps the committed definitions and their reference equal to the Java types. */
@NullMarked
package io.shardwright.crds.definitions;

import org.jspecify.annotations.NullMarked;
