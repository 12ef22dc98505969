package io.shardwright.e2e.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.shardwright.contract.Contract;
import io.shardwright.contract.Partitioner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Many large values in the partitions of one shard, written from the node of its leader, straight to it: nothing else in the
 * cluster is kept busy by them. Needs nodes that are containers.
 */
public final class Fill {
    /** Keys in one command, which the system bounds at 128 KiB. */
    private static final int KEYS_AT_ONCE = 200;

    private static final int WRITERS = 4;

    private Fill() {}

    /**
     * Fills every partition of the shard with as many bytes as any other, give or take a value.
     *
     * @param bytes of values in all
     * @param valueBytes of one value: random, so that nothing makes them smaller on disk
     * @return number of values
     * @throws IllegalStateException if one can't be written in several attempts
     */
    public static int shard(Store store, int shard, long bytes, int valueBytes) {
        List<String> keys = keys(store.placement().owners(), shard, Math.toIntExact(Math.ceilDiv(bytes, valueBytes)));
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            write(store, shard, keys.subList(from, Math.min(from + KEYS_AT_ONCE, keys.size())), valueBytes);
        }
        return keys.size();
    }

    /** Distinct keys of the shard's partitions, of each as many as of any other, give or take one. */
    static List<String> keys(int[] owners, int shard, int count) {
        List<Integer> own = new ArrayList<>();
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] == shard) {
                own.add(partition);
            }
        }
        if (own.isEmpty()) {
            throw new IllegalArgumentException("shard " + shard + " owns nothing to fill");
        }
        Map<Integer, Integer> left = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            left.merge(own.get(i % own.size()), 1, Integer::sum);
        }
        List<String> keys = new ArrayList<>(count);
        for (int number = 0; keys.size() < count; number++) {
            String key = "fill-" + number;
            int partition = Partitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), owners.length);
            if (left.getOrDefault(partition, 0) > 0) {
                left.merge(partition, -1, Integer::sum);
                keys.add(key);
            }
        }
        return keys;
    }

    private static void write(Store store, int shard, List<String> keys, int valueBytes) {
        String name = store.leader(shard);
        Pod leader = store.pods(shard).stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
        String address = leader.getStatus().getPodIP() + ":" + Contract.DATA_PORT;
        store.cluster().onNode(leader.getSpec().getNodeName(), script(address, keys, valueBytes));
    }

    /** Each write is tried again where the answer is an error that may pass: each key has one value, whoever wrote it. */
    static String script(String address, List<String> keys, int valueBytes) {
        return """
                set -e
                file=$(mktemp)
                trap 'rm -f $file' EXIT
                head -c %d /dev/urandom > $file
                printf '%%s\\n' %s | xargs -P %d -I KEY curl --silent --show-error --fail --output /dev/null --max-time 30 \
                --retry 20 --retry-delay 1 --retry-connrefused --header Expect: --upload-file $file http://%s/kv/KEY""".formatted(valueBytes, keys.stream().collect(Collectors.joining(" ")), WRITERS, address);
    }
}
