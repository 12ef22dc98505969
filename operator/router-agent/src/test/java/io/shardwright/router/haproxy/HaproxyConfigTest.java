package io.shardwright.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.KeySource;
import io.shardwright.router.files.RouterFiles;
import io.shardwright.router.settings.RouterPorts;
import io.shardwright.router.settings.RouterSettings;
import io.shardwright.router.view.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaproxyConfigTest {
    private static HaproxyConfig config(KeySource source) {
        return new HaproxyConfig(new RouterSettings(
                "default", "store", "uid", 1024, source, new RouterFiles(Path.of("/run/router")), RouterPorts.IN_POD));
    }

    private static String golden(String name) throws IOException {
        try (var file = Objects.requireNonNull(HaproxyConfigTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void rendersTheWholeFileAsReviewed() throws IOException {
        var servers = List.of(
                ServerSpec.of(0, new Endpoint("store-0-0", "10.0.0.10", true, false), ServerSpec.LEADER_WEIGHT),
                ServerSpec.of(0, new Endpoint("store-0-1", "fd00::11", false, false), ServerSpec.FOLLOWER_WEIGHT),
                ServerSpec.of(1, new Endpoint("store-1-0", "10.0.0.12", true, false), ServerSpec.LEADER_WEIGHT));
        assertThat(config(new KeySource.Path(2)).render(3, servers)).isEqualTo(golden("path.cfg"));
    }

    @ParameterizedTest
    @CsvSource({"query:key, query.rules", "header:X-Shard-Key, header.rules"})
    void rendersTheRulesOfOtherKeysAsReviewed(String source, String golden) throws IOException {
        assertThat(String.join("\n", KeyRules.of(KeySource.parse(source), 1024)) + "\n")
                .isEqualTo(golden(golden));
    }

    @Test
    void asksServersLessOftenTheMoreThereAre() {
        assertThat(HaproxyConfig.checkMillis(1)).isEqualTo(1_000);
        assertThat(HaproxyConfig.checkMillis(300)).isEqualTo(1_000);
        assertThat(HaproxyConfig.checkMillis(301)).isEqualTo(2_000);
        assertThat(HaproxyConfig.checkMillis(3_000)).isEqualTo(10_000);
    }

    @Test
    void providesTwiceTheBackendsAndNeverFewerThan64() {
        assertThat(Backends.provided(3)).isEqualTo(64);
        assertThat(Backends.provided(33)).isEqualTo(66);
        assertThat(Backends.shard("s12")).hasValue(12);
        assertThat(Backends.shard("stats")).isEmpty();
    }
}
