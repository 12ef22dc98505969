package io.shardwright.sample.server.move;

import io.shardwright.sample.server.state.CopyPage;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a target that copies.
 *
 * @param view the move at the source
 * @param page what was read, or null where the move isn't copying or fenced there
 */
public record SourcePage(SourceView view, @Nullable CopyPage page) {}
