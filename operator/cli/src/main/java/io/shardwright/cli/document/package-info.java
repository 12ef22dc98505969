/** YAML and JSON documents as trees of values that know the line they stand on. */
@NullMarked
package io.shardwright.cli.document;

import org.jspecify.annotations.NullMarked;
