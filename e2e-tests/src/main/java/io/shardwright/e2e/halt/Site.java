package io.shardwright.e2e.halt;

import java.util.Optional;
import java.util.Set;

/**
 * A kind of call: a method, and what it is for. At the API server that is the kind of resource with its subresource, such as
 * {@code PATCH shardsets/status}; at a pod the segment of the contract's path, such as {@code PUT moves}.
 */
public record Site(String name) {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** The site of a request; none where it reads from the API server, or goes elsewhere. */
    public static Optional<Site> of(String method, String path) {
        String[] segments = path.split("/", -1);
        if (segments.length < 4) {
            return Optional.empty();
        }
        return switch (segments[1]) {
            case "shard" -> Optional.of(new Site(method + " " + segments[3]));
            case "api" -> ofApi(method, segments, 2);
            case "apis" -> ofApi(method, segments, 3);
            default -> Optional.empty();
        };
    }

    private static Optional<Site> ofApi(String method, String[] segments, int version) {
        boolean namespaced = segments.length > version + 3 && segments[version + 1].equals("namespaces");
        int kind = version + (namespaced ? 3 : 1);
        if (READS.contains(method) || segments.length <= kind) {
            return Optional.empty();
        }
        String subresource = segments.length > kind + 2 ? "/" + segments[kind + 2] : "";
        return Optional.of(new Site(method + " " + segments[kind] + subresource));
    }

    /** What the record says when the process met this site before the call was sent. */
    String before() {
        return "before " + name;
    }

    /** What the record says when an answer had come that its caller hadn't seen. */
    String after() {
        return "after " + name;
    }
}
