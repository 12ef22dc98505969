package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A shard that doesn't serve as it should, and why.
 *
 * @param shard its number
 * @param reason why, in one word of at most 64 characters
 * @param message why, for people; cut after 256 characters
 */
@ApiType
public record UnhealthyShard(
        @Required @JsonPropertyDescription("Number of the shard.")
        int shard,

        @Size(max = 64) @JsonPropertyDescription("Why, in one word.")
        String reason,

        @Size(max = UnhealthyShard.LONGEST_MESSAGE)
        @JsonPropertyDescription("Why, for people, in at most 256 characters.")
        String message) {

    /** Bounds the status of a large ShardSet: the API server refuses longer messages. */
    static final int LONGEST_MESSAGE = 256;

    /** Cuts a long message. */
    public UnhealthyShard {
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE - 1) + "…";
        }
    }
}
