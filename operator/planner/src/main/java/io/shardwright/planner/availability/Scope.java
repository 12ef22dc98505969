package io.shardwright.planner.availability;

/** Of how many keys at once availability is stated. */
public enum Scope {
    /** Whatever key, taken alone: router × the shard that is worst off. */
    EACH_KEY("each key"),
    /** All keys at the same time: router × every shard. */
    ALL_KEYS("all keys");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** Such as {@code each key}. */
    @Override
    public String toString() {
        return text;
    }
}
