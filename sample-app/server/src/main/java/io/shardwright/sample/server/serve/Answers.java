package io.shardwright.sample.server.serve;

import io.shardwright.contract.Contract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Texts and headers that answers share. */
final class Answers {
    /** The headers of an answer that are kept when it is passed on, by their names in lower case. */
    static final Map<String, String> HEADERS = List.of(
                    "ETag",
                    "Content-Type",
                    "Retry-After",
                    Contract.SHARD_HEADER,
                    Contract.PARTITION_HEADER,
                    Contract.EPOCH_HEADER,
                    Contract.ROLE_HEADER,
                    Contract.ACK_HEADER)
            .stream()
            .collect(Collectors.toMap(h -> h.toLowerCase(Locale.ROOT), Function.identity()));

    private Answers() {}

    static String uncertain(String why) {
        return "it isn't known whether the write took effect: read the key before you write it again (" + why + ")";
    }
}
