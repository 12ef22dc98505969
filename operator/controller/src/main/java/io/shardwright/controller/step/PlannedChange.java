package io.shardwright.controller.step;

/**
 * Something planned that is under way besides moves.
 *
 * @param progress how far it is and what it waits for, for people
 */
public record PlannedChange(Kind kind, String progress) {

    /** What is being changed. */
    public enum Kind {
        /** The number of replicas of each shard. */
        MEMBERS("the shards' groups take in or let go replicas, one at a time"),
        /** The pod template. */
        ROLLOUT("pods are replaced by ones with the new template, shard by shard"),
        /** The size of volumes. */
        VOLUMES("volumes are being made larger in place"),
        /** Who owns what, where something else is being done to the shards. */
        MOVES("partitions wait until their shards aren't disturbed any more");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** What is going on, without figures. */
        public String text() {
            return text;
        }
    }
}
