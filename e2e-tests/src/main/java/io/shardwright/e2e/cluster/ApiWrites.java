package io.shardwright.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes that the API server has seen since some moment, by its audit log. */
public final class ApiWrites {
    private static final String LOG = "/var/log/kubernetes/audit.log";
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCluster cluster;
    private final Instant since;
    private long leaseRenewals;

    private ApiWrites(TestCluster cluster, Instant since) {
        this.cluster = cluster;
        this.since = since;
    }

    /** What is written from now on. */
    public static ApiWrites sinceNow(TestCluster cluster) {
        return new ApiWrites(cluster, Instant.now());
    }

    /** One line a write of that user, without the renewals of leader election leases, which are counted apart. */
    public List<String> by(String user) {
        String node = cluster.client()
                .nodes()
                .withLabel("node-role.kubernetes.io/control-plane")
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName();
        List<String> writes = new ArrayList<>();
        leaseRenewals = 0;
        cluster.onNode(node, "grep -F '\"" + user + "\"' " + LOG + "* | tail -n 20000")
                .lines()
                .filter(line -> line.indexOf('{') >= 0)
                .map(line -> read(line.substring(line.indexOf('{'))))
                .filter(event -> WRITES.contains(event.path("verb").asText())
                        && Instant.parse(event.path("requestReceivedTimestamp").asText())
                                .isAfter(since))
                .forEach(event -> count(event, writes));
        return writes;
    }

    private void count(JsonNode event, List<String> writes) {
        if (event.path("objectRef").path("resource").asText().equals("leases")) {
            leaseRenewals++;
        } else {
            writes.add(event.path("requestReceivedTimestamp").asText() + " "
                    + event.path("verb").asText() + " "
                    + event.path("requestURI").asText());
        }
    }

    /** Writes to leases that {@link #by} left out of its list. */
    public long leaseRenewals() {
        return leaseRenewals;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
