package io.shardwright.router.haproxy;

import io.shardwright.contract.KeySource;
import java.util.List;

/**
 * HAProxy's rules that find a request's partition, the very one that {@link KeySource#extract} and the contract's
 * partitioner find. They leave it in {@code txn.partition}, and answer 400 where the request carries neither a key nor the
 * number of a partition.
 *
 * <p>Why these functions: {@code req.fhdr(name,1)} is the first header, commas included, where {@code req.hdr} would cut at
 * commas; {@code field} counts empty segments, {@code word} doesn't; {@code param} cuts at ampersands alone, {@code urlp}
 * also at semicolons; {@code url_dec} refuses a byte of zero, so that keys with one take the way through Lua.
 */
final class KeyRules {
    private static final String DECODE_PLAIN = "url_dec";
    private static final String DECODE_FORM = "url_dec(1)";

    private KeyRules() {}

    static List<String> of(KeySource source, int partitions) {
        var rules = new java.util.ArrayList<String>();
        switch (source) {
            case KeySource.Path(int segment) ->
                rules.addAll(decoded("path,field(" + (segment + 1) + ",/)", DECODE_PLAIN, "lua.decode_path"));
            case KeySource.Query(String name) ->
                rules.addAll(decoded("query,param(" + name + ")", DECODE_FORM, "lua.decode_form"));
            case KeySource.Header(String name) -> {
                rules.add("http-request set-var(txn.key) req.fhdr(" + name + ",1)");
                rules.add("http-request unset-var(txn.key) if { var(txn.key) -m reg [^\\x20-\\x7E] }");
            }
        }
        rules.add("acl has_key var(txn.key) -m len gt 0");
        rules.add("http-request set-var(txn.partition) var(txn.key),xxh64(0),and(" + (partitions - 1) + ") if has_key");
        rules.add("http-request set-var(txn.asked) query,param(partition) if !has_key");
        rules.add("http-request set-var(txn.partition) var(txn.asked)"
                + " if !has_key { var(txn.asked) -m reg ^(0|[1-9][0-9]{0,4})$ } { var(txn.asked) -m int lt "
                + partitions
                + " }");
        rules.add("http-request return status 400 content-type text/plain string \"" + missing(source, partitions)
                + "\" unless { var(txn.partition) -m found }");
        return rules;
    }

    private static List<String> decoded(String raw, String decoder, String decoderOfZero) {
        return List.of(
                "http-request set-var(txn.raw) " + raw,
                "http-request set-var(txn.key) var(txn.raw)," + decoder,
                "http-request set-var(txn.key) var(txn.raw)," + decoderOfZero + " if { var(txn.raw) -m sub %00 }");
    }

    /** What a request without a key is told. */
    static String missing(KeySource source, int partitions) {
        String place = switch (source) {
            case KeySource.Path(int segment) ->
                "segment " + segment + " of the path, as in " + "/...".repeat(segment - 1) + "/KEY";
            case KeySource.Query(String name) -> "the query parameter " + name + ", as in ?" + name + "=KEY";
            case KeySource.Header(String name) -> "the header " + name + ", in printable ASCII";
        };
        return "The request carries no usable shard key: it belongs into " + place
                + ". It must not be empty, and its percent-encoding must be complete."
                + " A request for a whole partition carries ?partition=0 to " + (partitions - 1) + " instead.\\n";
    }
}
