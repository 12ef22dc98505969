package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityCommandTest {
    private static final String STORE = "../../manifests/examples/store.yaml";

    @TempDir
    Path folder;

    @Test
    void showsDownTimeOfEachKeyAndAllKeys() {
        var invocation = Invocation.of("availability", "-f", STORE);
        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out())
                .contains(
                        """
                KEYS      OPERATION  AVAILABILITY    A YEAR   A MONTH   A WEEK  A DAY
                each key  read           99.978 %  1h58m12s     9m51s  2m15.9s  19.4s
                """,
                        "shard 0: 2 of 3 on 3 hosts, majority (99.9925 %); take-over of a failed leader costs 0.0125 %");
    }

    @Test
    void meetsOrMissesATargetAndSaysWhichChangeWouldMeetIt() {
        var met = Invocation.of("availability", "-f", STORE, "--target", "99.95");
        assertThat(met.exitCode()).isZero();
        assertThat(met.out()).contains("target: write, each key: 99.978 % meets the target of 99.95 %");
        var missed = Invocation.of("availability", "-f", STORE, "--target", "99.98");
        assertThat(missed.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(missed.out())
                .contains(
                        "misses the target of 99.98 %",
                        "have the application notice a failed leader within 5s (stated in spec.availability.assumedDetectionSeconds): gives 99.982 %");
        assertThat(Invocation.of("availability", "-f", STORE, "--target", "99.98", "-o", "json")
                        .out())
                .contains("\"met\": false", "\"addedPods\": ", "\"downSeconds\": {");
    }

    @Test
    void countsReplicasOnOneHostOnce() {
        var one = Invocation.of("availability", "-f", STORE, "--hosts", "1", "--take-over", "0", "--detection", "0");
        assertThat(one.out()).contains("assuming 1 host in 1 zone", "each key  write            99.5 %");
        var zones =
                Invocation.of("availability", "-f", STORE, "--hosts", "6", "--zones", "3", "--zone-percent", "99.9");
        assertThat(zones.out()).contains("assuming 6 hosts in 3 zones", "a zone 99.9 %");
    }

    @Test
    void takesAnEditIntoAccount() {
        var file = Invocation.file(folder, "s.yaml", Invocation.shardSet("shards: 2; replicasPerShard: 1"));
        assertThat(Invocation.of("availability", "-f", file.toString()).out()).contains("1 of 1 on 1 host");
        assertThat(Invocation.of("availability", "-f", STORE, "--what-if", "shards=4")
                        .out())
                .contains("all 4 shards together");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --target 101      | --target: 101 % is outside 0..100, use for example 99.95
            --target many     | --target: 'many' is no percentage: use a decimal from 0 to 100, such as 99.95
            --repair 0        | --repair: 0 is too low: use 1 or more
            --hosts 0         | --hosts: 0 is out of range: use 1 to 5000
            --zones 3         | --zones: 3 is out of range: use 1 to the number that --hosts states
            """)
    void refusesWhatIsOutOfRange(String options, String line) {
        var words = options.split(" ");
        var invocation = Invocation.of("availability", "-f", STORE, words[0], words[1]);
        assertThat(invocation.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(invocation.err().strip()).isEqualTo(line);
    }
}
