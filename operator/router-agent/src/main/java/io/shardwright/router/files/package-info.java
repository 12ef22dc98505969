/** The folder that the agent and HAProxy share: which files are in it, and how one of them is replaced. */
@NullMarked
package io.shardwright.router.files;

import org.jspecify.annotations.NullMarked;
