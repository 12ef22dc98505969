package io.shardwright.cli.preview;

import io.shardwright.cli.situation.Situation;

/** The outcome of planning for a ShardSet. */
public sealed interface PreviewResult permits Preview, NoPlan {

    /** What it was planned from. */
    Situation situation();
}
