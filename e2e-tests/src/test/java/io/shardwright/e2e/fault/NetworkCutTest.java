package io.shardwright.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkCutTest {
    @Test
    void dropsEveryPairOfTheTwoSidesInBothDirectionsAndNothingWithinASide() {
        String rules = NetworkCut.rules(List.of("10.0.1.2", "10.0.2.2"), List.of("10.0.1.3"));
        assertThat(rules.lines().toList())
                .containsExactly(
                        "iptables-restore -w --noflush <<RULES",
                        "*filter",
                        ":SHARDWRIGHT-CUT - [0:0]",
                        "-A SHARDWRIGHT-CUT -s 10.0.1.2 -d 10.0.1.3 -j DROP",
                        "-A SHARDWRIGHT-CUT -s 10.0.1.3 -d 10.0.1.2 -j DROP",
                        "-A SHARDWRIGHT-CUT -s 10.0.2.2 -d 10.0.1.3 -j DROP",
                        "-A SHARDWRIGHT-CUT -s 10.0.1.3 -d 10.0.2.2 -j DROP",
                        "-I FORWARD 1 -j SHARDWRIGHT-CUT",
                        "COMMIT",
                        "RULES");
    }

    @Test
    void refusesASideWithoutAnAddressAndWhatIsNone() {
        assertThatThrownBy(() -> NetworkCut.rules(List.of(), List.of("10.0.1.3")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetworkCut.rules(List.of("10.0.1.2; reboot"), List.of("10.0.1.3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an IPv4 address");
    }

    @Test
    void addsUpThePacketsOfAListing() {
        assertThat(NetworkCut.packets("""
                Chain SHARDWRIGHT-CUT (1 references)
                    pkts      bytes target     prot opt in     out     source               destination
                      12      720 DROP       0    --  *      *       10.0.1.2             10.0.1.3
                       0        0 DROP       0    --  *      *       10.0.1.3             10.0.1.2
                    3400   204000 DROP       0    --  *      *       10.0.2.2             10.0.1.3
                """)).isEqualTo(3_412);
    }
}
