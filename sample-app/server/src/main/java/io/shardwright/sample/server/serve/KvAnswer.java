package io.shardwright.sample.server.serve;

import io.shardwright.contract.Contract;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a user, wherever it was made.
 *
 * @param status HTTP status
 * @param headers without those of the transport
 */
@SuppressWarnings("ArrayRecordComponent")
public record KvAnswer(int status, Map<String, String> headers, byte[] body) {
    /** Answer between pods: the pod that was taken for the leader isn't. Never sent to users. */
    public static final int NOT_LEADER = 421;

    static KvAnswer of(int status) {
        return new KvAnswer(status, Map.of(), new byte[0]);
    }

    /** An error that says what to do. */
    public static KvAnswer error(int status, String what) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/plain; charset=utf-8");
        if (status == 503) {
            headers.put("Retry-After", "1");
        }
        return new KvAnswer(status, headers, (what + "\n").getBytes(StandardCharsets.UTF_8));
    }

    KvAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new KvAnswer(status, more, body);
    }

    KvAnswer with(String type, byte[] content) {
        return new KvAnswer(status, with("Content-Type", type).headers(), content);
    }

    KvAnswer withTag(String version) {
        return with("ETag", '"' + version + '"');
    }

    KvAnswer withEpoch(long epoch) {
        return with(Contract.EPOCH_HEADER, Long.toString(epoch));
    }

    /** The same answer unless it has that header already. */
    public KvAnswer withDefault(String header, String value) {
        return headers.containsKey(header) ? this : with(header, value);
    }
}
