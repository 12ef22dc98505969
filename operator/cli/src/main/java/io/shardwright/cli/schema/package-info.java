/** The definitions of the resources, compiled at build time, and the checks that the API server would make by them. */
@NullMarked
package io.shardwright.cli.schema;

import org.jspecify.annotations.NullMarked;
