package io.shardwright.cli.cluster;

import io.shardwright.cli.input.InputFile;

/** What a cluster says when asked for resources. */
public sealed interface ClusterAnswer {

    /**
     * The resources that exist, as JSON.
     *
     * @param resources may hold none
     */
    record Resources(InputFile resources) implements ClusterAnswer {}

    /**
     * No answer.
     *
     * @param why in a few words
     */
    record Unreachable(String why) implements ClusterAnswer {}
}
