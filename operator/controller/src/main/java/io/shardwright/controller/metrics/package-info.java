/** Names of metrics and labels: what dashboards and alerts depend on. */
@NullMarked
package io.shardwright.controller.metrics;

import org.jspecify.annotations.NullMarked;
