package io.shardwright.controller.rebalance;

import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import java.util.Optional;

/** One thing to write about a Rebalance. Each may be done again, by whoever comes next, without harm. */
public sealed interface RebalanceWrite {
    /** What is worth an Event, if anything. */
    Optional<Notice> notice();

    /** Name of the Rebalance. */
    String name();

    /**
     * Make one; fails if there is one of that name.
     *
     * @param rebalance without its status, which is reported next
     */
    record Create(Rebalance rebalance, Optional<Notice> notice) implements RebalanceWrite {
        @Override
        public String name() {
            return rebalance.getMetadata().getName();
        }
    }

    /** Replace the status of one. */
    record Report(String name, RebalanceStatus status, Optional<Notice> notice) implements RebalanceWrite {}

    /** Delete one that has been over for long. */
    record Forget(String name) implements RebalanceWrite {
        @Override
        public Optional<Notice> notice() {
            return Optional.empty();
        }
    }

    /**
     * Something that happened to a Rebalance.
     *
     * @param warning whether people should look at it
     * @param reason one word, for machines
     */
    record Notice(boolean warning, String reason, String message) {}
}
