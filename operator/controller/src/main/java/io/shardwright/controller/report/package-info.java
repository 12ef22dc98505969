/** What is told to people and machines: status, conditions, Events, metrics. */
@NullMarked
package io.shardwright.controller.report;

import org.jspecify.annotations.NullMarked;
