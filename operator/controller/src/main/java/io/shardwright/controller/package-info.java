/** The operator's process: configuration, wiring, health and metrics endpoints. */
@NullMarked
package io.shardwright.controller;

import org.jspecify.annotations.NullMarked;
