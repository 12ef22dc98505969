package io.shardwright.planner.availability;

/**
 * One change of one setting.
 *
 * @param text what to do, such as {@code set spec.replicasPerShard to 5: 6 more pods}
 */
public record Edit(Setting setting, String text) {

    @Override
    public String toString() {
        return text;
    }
}
