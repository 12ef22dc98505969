/** What is: the objects in the cluster and what the pods say of themselves, as values. */
@NullMarked
package io.shardwright.controller.observe;

import org.jspecify.annotations.NullMarked;
