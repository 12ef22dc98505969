/** Brings an edit of the pod template to the pods: which to restart next, and when to stop. */
@NullMarked
package io.shardwright.controller.rollout;

import org.jspecify.annotations.NullMarked;
