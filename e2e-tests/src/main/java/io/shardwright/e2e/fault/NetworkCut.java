package io.shardwright.e2e.fault;

import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Store;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * No packet passes between the pods of two shards, in either direction, until this is closed; everybody else reaches both.
 *
 * <p>The nodes forward every packet between pods, also between two on one node, so each of them drops what goes from one
 * side to the other, in a chain of its own ahead of all others. Rules name addresses: a pod that is made anew meanwhile,
 * with another address, isn't cut off.
 */
public final class NetworkCut implements Running {
    private static final String CHAIN = "SHARDWRIGHT-CUT";

    private final TestCluster cluster;

    private NetworkCut(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Cuts two shards off from each other, as their pods are now. */
    public static NetworkCut between(Store store, int oneShard, int otherShard) {
        String rules = rules(addresses(store, oneShard), addresses(store, otherShard));
        NetworkCut cut = new NetworkCut(store.cluster());
        try {
            cut.onEveryNode(rules);
        } catch (IllegalStateException e) {
            cut.close();
            throw e;
        }
        return cut;
    }

    /** Removes what a run that was killed left behind, if anything. */
    public static void heal(TestCluster cluster) {
        new NetworkCut(cluster).close();
    }

    private static List<String> addresses(Store store, int shard) {
        return store.pods(shard).stream().map(pod -> pod.getStatus().getPodIP()).toList();
    }

    /**
     * The command that cuts, for one node: all rules at once, because a move doesn't stay in a moment for long.
     *
     * @throws IllegalArgumentException if a side is empty or an address isn't an IPv4 address
     */
    static String rules(List<String> one, List<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            throw new IllegalArgumentException("a side without an address: " + one + " and " + other);
        }
        StringBuilder script =
                new StringBuilder("iptables-restore -w --noflush <<RULES\n*filter\n:" + CHAIN + " - [0:0]\n");
        for (String here : one) {
            for (String there : other) {
                script.append(drop(here, there)).append(drop(there, here));
            }
        }
        return script.append("-I FORWARD 1 -j " + CHAIN + "\nCOMMIT\nRULES\n").toString();
    }

    private static String drop(String from, String to) {
        for (String address : List.of(from, to)) {
            if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
                throw new IllegalArgumentException("'" + address + "' is not an IPv4 address");
            }
        }
        return "-A " + CHAIN + " -s " + from + " -d " + to + " -j DROP\n";
    }

    /** Packets that were dropped so far, over all nodes. */
    public long dropped() {
        return onEveryNode("iptables -w -nvxL " + CHAIN).stream()
                .mapToLong(NetworkCut::packets)
                .sum();
    }

    /** Packets in a listing of the chain: the first column of each rule, behind two lines of headings. */
    static long packets(String listing) {
        return listing.lines()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]+ .*DROP.*"))
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .sum();
    }

    /** Heals the network; does nothing where it is whole. */
    @Override
    public void close() {
        onEveryNode("""
                while iptables -w -D FORWARD -j %1$s 2>/dev/null; do :; done
                iptables -w -F %1$s 2>/dev/null
                iptables -w -X %1$s 2>/dev/null
                ! iptables -w -nL %1$s >/dev/null 2>&1""".formatted(CHAIN));
    }

    /** What the script prints on each node. Where one fails, the others have run it all the same. */
    private List<String> onEveryNode(String script) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return cluster.client().nodes().list().getItems().stream()
                    .map(node -> node.getMetadata().getName())
                    .map(node -> threads.submit(() -> cluster.onNode(node, script)))
                    .toList()
                    .stream()
                    .map(NetworkCut::result)
                    .toList();
        }
    }

    private static String result(Future<String> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a node failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
