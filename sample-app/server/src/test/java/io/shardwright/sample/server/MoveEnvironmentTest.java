package io.shardwright.sample.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.sample.server.move.MoveSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveEnvironmentTest {
    private static final MoveSettings DEFAULTS = MoveSettings.defaults();

    @Test
    void changesNothingWhereNothingIsSet() {
        assertThat(MoveEnvironment.settings(DEFAULTS, Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void takesEveryVariable() {
        var settings = MoveEnvironment.settings(
                DEFAULTS,
                Map.of(
                        MoveEnvironment.BYTES_IN, "1000",
                        MoveEnvironment.BYTES_OUT, "2000",
                        MoveEnvironment.YIELD_ABOVE, "PT0.02S",
                        MoveEnvironment.REST, "PT1.5S"));
        assertThat(settings)
                .isEqualTo(
                        DEFAULTS.withLimits(1000, 2000, Duration.ofMillis(20)).withRest(Duration.ofMillis(1500)));
    }

    @ParameterizedTest
    @CsvSource({
        MoveEnvironment.BYTES_IN + ", fast, it must be a whole number of bytes",
        MoveEnvironment.BYTES_OUT + ", 0, it must be at least 1",
        MoveEnvironment.YIELD_ABOVE + ", PT0S, it must be longer than PT0S",
        MoveEnvironment.YIELD_ABOVE + ", soon, it must be an ISO 8601 duration",
        MoveEnvironment.REST + ", 1.5, it must be an ISO 8601 duration"
    })
    void refusesWhatCannotBeReadAndNamesTheVariable(String variable, String value, String why) {
        assertThatThrownBy(() -> MoveEnvironment.settings(DEFAULTS, Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(variable + " is ")
                .hasMessageContaining(why);
    }
}
