package io.shardwright.planner.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTest {

    @ParameterizedTest
    @CsvSource({
        "99.9,  YEAR,  8h45m57s",
        "99.9,  MONTH, 43m49.7s",
        "99.9,  WEEK,  10m4.8s",
        "99.9,  DAY,   1m26.4s",
        "99.99, YEAR,  52m35.7s",
        "99.99, MONTH, 4m23s",
        "99.99, WEEK,  1m0.5s",
        "99.99, DAY,   8.6s",
        "99,    YEAR,  3d15h39m30s",
        "0,     DAY,   1d",
        "100,   YEAR,  0s",
        "99.9999, DAY, 86.4ms",
        "99.9999999, DAY, 86.4us",
        "99.99999999999999, DAY, <0.1us",
    })
    void tellsTheDownTimeThatAPercentageAllows(String percent, Period period, String text) {
        assertThat(Uptime.ofPercent(percent).downTime(period)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"59.94, 59.9s", "59.96, 1m", "3599.94, 59m59.9s", "3599.96, 1h", "86399.6, 1d", "0.9994, 999.4ms"})
    void carriesRoundedDownTimesIntoTheNextUnit(double seconds, String text) {
        assertThat(new DownTime(seconds)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99.95", "99.5", "0", "100", "99.999999999999", "12.345", "50"})
    void readsAndPrintsExactDecimals(String percent) {
        assertThat(Uptime.ofPercent(percent).percent()).isEqualTo(percent);
        assertThat(Uptime.ofPercent("99.95").unavailability()).isEqualTo(0.0005);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "99,95", "100.1", "-1", "NaN", "99.95%"})
    void refusesWhatIsNoPercentageWithAnExample(String percent) {
        assertThatThrownBy(() -> Uptime.ofPercent(percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("99.95");
    }

    @Test
    void multipliesInSequence() {
        var a = Uptime.ofPercent("99.9");
        var b = Uptime.ofPercent("99.5");

        assertThat(a.and(b).availability()).isCloseTo(0.999 * 0.995, within(1e-15));
        assertThat(a.and(Uptime.ALWAYS)).isEqualTo(a);
    }

    @Test
    void multipliesComplementsInParallel() {
        var a = Uptime.ofPercent("99.9");
        var b = Uptime.ofPercent("99.5");

        assertThat(a.or(b).availability()).isCloseTo(1 - (1 - 0.999) * (1 - 0.995), within(1e-15));
        assertThat(a.or(b).percent()).isEqualTo("99.9995");
    }

    @Test
    void keepsTwoOfThreeAt995OnlyDownWhenTwoAreDown() {
        var two = Uptime.atLeast(2, Collections.nCopies(3, Uptime.ofPercent("99.5")));

        assertThat(two.unavailability()).isCloseTo(3 * 0.005 * 0.005 - 2 * 0.005 * 0.005 * 0.005, within(1e-18));
        assertThat(two).hasToString("99.9925 %");
    }

    @Test
    void givesTheSameForAThousandShardsAsTheCheckValue() {
        var two = Uptime.atLeast(2, Collections.nCopies(3, Uptime.ofPercent("99.5")));

        assertThat(two.allOf(1_000)).hasToString("92.8 %");
    }

    @Test
    void agreesWithBothFormulasAtTheEndsOfKOfN() {
        var random = new SplittableRandom(3);
        for (int n = 1; n <= 7; n++) {
            var members = random.doubles(n).mapToObj(Uptime::new).toList();
            var sequence = members.stream().reduce(Uptime.ALWAYS, Uptime::and);
            var parallel = members.stream().reduce(new Uptime(1), Uptime::or);

            assertThat(Uptime.atLeast(n, members).unavailability()).isCloseTo(sequence.unavailability(), within(1e-14));
            assertThat(Uptime.atLeast(1, members).unavailability()).isCloseTo(parallel.unavailability(), within(1e-14));
            assertThat(Uptime.atLeast(0, members)).isEqualTo(Uptime.ALWAYS);
            assertThat(Uptime.atLeast(n + 1, members)).isEqualTo(new Uptime(1));
        }
    }

    @Test
    void keepsItsDigitsBeyondTwelveNines() {
        var rare = new Uptime(1e-13);

        assertThat(rare.and(new Uptime(3e-15)).unavailability()).isCloseTo(1.03e-13, within(1e-27));
        assertThat(rare.allOf(7).unavailability()).isCloseTo(7e-13, within(1e-24));
        assertThat(Uptime.atLeast(4, Collections.nCopies(7, new Uptime(1e-4))).unavailability())
                .isCloseTo(35e-16, within(1e-18));
        assertThat(rare.nines()).isCloseTo(13, within(1e-9));
        assertThat(rare.percent()).isEqualTo("99.99999999999");
    }

    @Test
    void ordersByHowMuchIsUp() {
        assertThat(List.of(Uptime.ofPercent("99.9"), Uptime.ofPercent("99"), Uptime.ofPercent("99.99")))
                .isSortedAccordingTo((a, b) -> 0)
                .satisfies(list ->
                        assertThat(list.stream().sorted().map(Uptime::percent)).containsExactly("99", "99.9", "99.99"));
    }
}
