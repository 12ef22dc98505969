/** What is observed, against a real API server. */
@NullMarked
package io.shardwright.controller.observe;

import org.jspecify.annotations.NullMarked;
