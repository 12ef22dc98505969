/** Larger volumes where the storage class can make them: what of a shard's claims asks for too little, and how far they are. */
@NullMarked
package io.shardwright.controller.growth;

import org.jspecify.annotations.NullMarked;
