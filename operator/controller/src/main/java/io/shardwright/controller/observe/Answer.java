package io.shardwright.controller.observe;

import io.shardwright.contract.ShardStatus;

/** What came back when a pod was asked for its status. */
public sealed interface Answer {
    /** It answered. */
    record Answered(ShardStatus status) implements Answer {}

    /**
     * It didn't, so nothing is known: it may own anything.
     *
     * @param why for people
     */
    record Silent(String why) implements Answer {}
}
