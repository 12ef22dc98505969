/** Text for people and for machines: tables, JSON, YAML. */
@NullMarked
package io.shardwright.cli.output;

import org.jspecify.annotations.NullMarked;
