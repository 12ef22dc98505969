package io.shardwright.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.KeySource;
import io.shardwright.contract.Partitioner;
import io.shardwright.router.rig.Client;
import io.shardwright.router.rig.H2;
import io.shardwright.router.rig.HttpMessage;
import io.shardwright.router.rig.Maps;
import io.shardwright.router.rig.Pod;
import io.shardwright.router.rig.Router;
import io.shardwright.router.rig.Shards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * HAProxy, the shard's {@link KeySource} and {@link Partitioner} agree on the partition of a request. Each partition's own
 * epoch in the map is its number plus one, so that the epoch that HAProxy sends along tells which entry it found.
 */
class KeyAgreementIT {
    private static final int PARTITIONS = 1024;
    private static final int SHARDS = 3;
    private static final int KEYS = 2_500;

    /** Raw characters that a client may send in a path segment. */
    private static final String PATH_CHARACTERS = "ABCxyz019-._~!$&'()*+,;=:@";
    /** The same for a query's value: an ampersand would end it. */
    private static final String QUERY_CHARACTERS = PATH_CHARACTERS.replace("&", "") + "/?";

    private final long seed = Long.getLong("shardwright.seed", System.nanoTime());
    private final Random random = new Random(seed);

    KeyAgreementIT() {
        System.out.println("KeyAgreementIT seed " + seed);
    }

    @Test
    void agreesOnPathSegmentsOfAnyBytes() throws Exception {
        try (var rig = new Rig(new KeySource.Path(2))) {
            for (int i = 0; i < KEYS; i++) {
                byte[] key = key(i);
                rig.expect(key, "/kv/" + encoded(key, PATH_CHARACTERS) + (i % 3 == 0 ? "/more?key=x" : ""));
            }
        }
    }

    @Test
    void agreesOnQueryParametersOfAnyBytes() throws Exception {
        try (var rig = new Rig(new KeySource.Query("key"))) {
            for (int i = 0; i < KEYS; i++) {
                byte[] key = key(i);
                String value = encoded(key, QUERY_CHARACTERS).replace("+", i % 2 == 0 ? "%2B" : "+");
                byte[] meant = i % 2 == 0 ? key : plusAsSpace(key, value);
                rig.expect(meant, "/kv?monkey=1&key=" + value + (i % 3 == 0 ? "&key=y" : ""));
            }
        }
    }

    @Test
    void agreesOnHeadersOfPrintableCharacters() throws Exception {
        try (var rig = new Rig(new KeySource.Header("X-Shard-Key"))) {
            for (int i = 0; i < KEYS; i++) {
                String key = printable(i == 0 ? 1024 : 1 + random.nextInt(60));
                byte[] bytes = key.strip().getBytes(StandardCharsets.US_ASCII);
                if (bytes.length > 0) {
                    rig.expect(bytes, "/kv", "X-Shard-Key:" + key, "X-Shard-Key: second");
                }
            }
        }
    }

    @Test
    void agreesOverHttp2WithPriorKnowledge() throws Exception {
        try (var rig = new Rig(new KeySource.Path(2));
                var h2 = new H2(rig.router.settings().ports().users())) {
            for (int i = 0; i < 500; i++) {
                byte[] key = key(i);
                rig.judge(key, Pod.Answer.of(h2.get("/kv/" + encoded(key, PATH_CHARACTERS))));
            }
        }
    }

    @Test
    void agreesOverHttp2OnHeadersWithBlanksAroundThem() throws Exception {
        try (var rig = new Rig(new KeySource.Header("X-Shard-Key"));
                var h2 = new H2(rig.router.settings().ports().users())) {
            rig.judge("a,b".getBytes(StandardCharsets.US_ASCII), Pod.Answer.of(h2.get("/", "x-shard-key: a,b ")));
        }
    }

    @Test
    void refusesKeysThatAreMissingEmptyOrBrokenAndNamesTheirPlace() throws Exception {
        try (var rig = new Rig(new KeySource.Path(2))) {
            for (String target :
                    new String[] {"/", "/kv", "/kv/", "/kv//x", "/kv/%", "/kv/%4", "/kv/a%zz", "/kv/%00%"}) {
                rig.expectRefusal("segment 2 of the path, as in /.../KEY", target);
            }
        }
        try (var rig = new Rig(new KeySource.Query("key"))) {
            for (String target : new String[] {"/", "/?key", "/?key=", "/?key=&key=x", "/?key&key=x", "/?key=%0"}) {
                rig.expectRefusal("the query parameter key, as in ?key=KEY", target);
            }
        }
        try (var rig = new Rig(new KeySource.Header("X-Shard-Key"))) {
            rig.expectRefusal("the header X-Shard-Key", "/");
            rig.expectRefusal("the header X-Shard-Key", "/", "X-Shard-Key: ");
            rig.expectRefusal("the header X-Shard-Key", "/", "X-Shard-Key: caf\u00c3\u00a9");
            rig.expectRefusal("the header X-Shard-Key", "/", "X-Shard-Key: a\tb");
        }
    }

    @Test
    void routesByPartitionWhereThereIsNoKey() throws Exception {
        try (var rig = new Rig(new KeySource.Path(2))) {
            for (int partition : new int[] {0, 7, 512, PARTITIONS - 1}) {
                var answer = Pod.Answer.of(rig.client.get("/kv?limit=2&partition=" + partition));
                assertThat(answer.epoch()).isEqualTo(partition + 1L);
                assertThat(answer.shard()).isEqualTo(partition % SHARDS);
            }
            for (String partition : new String[] {"1024", "99999", "-1", "01", "x", "", "1.0", "4294967296"}) {
                rig.expectRefusal("partition=0 to 1023", "/kv?partition=" + partition);
            }
            rig.expect("a".getBytes(StandardCharsets.US_ASCII), "/kv/a?partition=7");
        }
    }

    @Test
    void takesNoInternalHeaderFromUsers() throws Exception {
        try (var rig = new Rig(new KeySource.Path(2))) {
            HttpMessage answer =
                    rig.client.get("/kv/a", "X-Shard-Role: LEADER", "x-shard-epoch: 99999", "X-Shard-Epoch: 1");
            assertThat(Pod.Answer.of(answer).role()).isFalse();
            rig.judge("a".getBytes(StandardCharsets.US_ASCII), Pod.Answer.of(answer));
        }
    }

    private byte[] key(int number) {
        byte[] key = new byte[number == 0 ? 1024 : 1 + random.nextInt(number % 10 == 0 ? 1024 : 40)];
        random.nextBytes(key);
        switch (number % 5) {
            case 1 -> key[random.nextInt(key.length)] = 0;
            case 2 -> key[random.nextInt(key.length)] = '/';
            case 3 -> key = "k\u00e9y \u20ac, \ud83d\ude00 %d".formatted(number).getBytes(StandardCharsets.UTF_8);
            case 4 -> {
                for (int i = 0; i < key.length; i++) {
                    key[i] = (byte) PATH_CHARACTERS.charAt(random.nextInt(PATH_CHARACTERS.length()));
                }
            }
            default -> {}
        }
        if (number < 256) {
            key[0] = (byte) number;
        }
        return key;
    }

    /** Some of the bytes that may stand for themselves do; all others are percent-encoded, in either case. */
    private String encoded(byte[] key, String raw) {
        var text = new StringBuilder();
        for (byte b : key) {
            if (b > 0 && raw.indexOf(b) >= 0 && random.nextInt(4) > 0) {
                text.append((char) b);
            } else {
                text.append((random.nextBoolean() ? "%%%02x" : "%%%02X").formatted(b & 0xFF));
            }
        }
        return text.toString();
    }

    /** The key that a form's value means: its raw plus signs are spaces, its encoded ones aren't. */
    private static byte[] plusAsSpace(byte[] key, String value) {
        byte[] meant = key.clone();
        int at = 0;
        for (int i = 0; i < value.length(); i += value.charAt(i) == '%' ? 3 : 1) {
            if (value.charAt(i) == '+') {
                meant[at] = ' ';
            }
            at++;
        }
        return meant;
    }

    private String printable(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt('~' - ' ' + 1)));
        }
        return text.toString();
    }

    /** A router before three shards. */
    private final class Rig implements AutoCloseable {
        private final Shards shards;
        private final Router router;
        private final Client client;

        Rig(KeySource source) throws Exception {
            shards = new Shards(PARTITIONS, source);
            for (int shard = 0; shard < SHARDS; shard++) {
                shards.add(shard, 0);
            }
            router = Router.of(shards);
            router.store().replaceEndpoints(shards.endpoints());
            router.store()
                    .offerMap(
                            Maps.of(1, PARTITIONS, p -> p % SHARDS, p -> p + 1L),
                            io.shardwright.router.view.Origin.API_SERVER);
            router.awaitEpoch(1);
            router.awaitReady();
            client = router.client();
        }

        void expect(byte[] key, String target, String... headers) throws IOException {
            HttpMessage answer = client.get(target, headers);
            assertThat(answer.status())
                    .as("%s, seed %d: %s", target, seed, answer.body())
                    .isEqualTo(200);
            judge(key, Pod.Answer.of(answer));
        }

        void judge(byte[] key, Pod.Answer answer) {
            int partition = Partitioner.partitionOf(key, PARTITIONS);
            assertThat(answer)
                    .as("key %s, seed %d", java.util.HexFormat.of().formatHex(key), seed)
                    .isEqualTo(new Pod.Answer(
                            partition % SHARDS,
                            "store-" + partition % SHARDS + "-0",
                            partition,
                            partition + 1L,
                            false));
        }

        void expectRefusal(String place, String target, String... headers) throws IOException {
            HttpMessage answer = client.get(target, headers);
            assertThat(answer.status()).as(target).isEqualTo(400);
            assertThat(answer.body()).as(target).contains(place);
        }

        @Override
        public void close() throws Exception {
            client.close();
            router.close();
            shards.close();
        }
    }
}
