package io.shardwright.router.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.contract.KeySource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterSettingsTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "SHARDWRIGHT_NAMESPACE", "shop",
            "SHARDWRIGHT_SHARDSET", "store",
            "SHARDWRIGHT_SHARDSET_UID", "uid",
            "SHARDWRIGHT_PARTITIONS", "1024",
            "SHARDWRIGHT_KEY_SOURCE", "path:2"));

    @Test
    void readsTheEnvironmentThatTheOperatorSets() {
        var settings = RouterSettings.of(environment);
        assertThat(settings.partitions()).isEqualTo(1024);
        assertThat(settings.keySource()).isEqualTo(new KeySource.Path(2));
        assertThat(settings.files().config()).hasToString("/run/router/haproxy.cfg");
        assertThat(settings.ports().status()).isEqualTo(8082);
    }

    @Test
    void namesTheVariableThatIsMissingOrWrong() {
        environment.put("SHARDWRIGHT_PARTITIONS", "1000");
        assertThatThrownBy(() -> RouterSettings.of(environment))
                .hasMessageContaining("SHARDWRIGHT_PARTITIONS is '1000'");
        environment.put("SHARDWRIGHT_PARTITIONS", "1024");
        environment.put("SHARDWRIGHT_KEY_SOURCE", "cookie:a");
        assertThatThrownBy(() -> RouterSettings.of(environment)).hasMessageContaining("SHARDWRIGHT_KEY_SOURCE");
        environment.remove("SHARDWRIGHT_SHARDSET_UID");
        assertThatThrownBy(() -> RouterSettings.of(environment)).hasMessage("SHARDWRIGHT_SHARDSET_UID is not set");
    }
}
