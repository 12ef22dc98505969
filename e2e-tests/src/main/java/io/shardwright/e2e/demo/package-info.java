/** The live demonstration: a store under load, scaled out, re-weighted and scaled in. */
@NullMarked
package io.shardwright.e2e.demo;

import org.jspecify.annotations.NullMarked;
