package io.shardwright.planner.availability;

import java.util.Locale;

/** What is done with a key. */
public enum Operation {
    READ,
    WRITE;

    /** Such as {@code write}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
