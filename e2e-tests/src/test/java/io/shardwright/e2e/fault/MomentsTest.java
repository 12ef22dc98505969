package io.shardwright.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void theSameSeedGivesTheSameMoment() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(Moments.one("network-cut", seed)).hasSize(1).isEqualTo(Moments.one("network-cut", seed));
        }
    }

    @Test
    void everyMomentHasItsTurn() {
        Set<MoveMoment> met = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            met.addAll(Moments.one("network-cut", seed));
        }
        assertThat(met).containsExactlyInAnyOrder(MoveMoment.values());
    }

    @Test
    void twoFaultsOfOneRunMeetDifferentMomentsMoreOftenThanNot() {
        int different = 0;
        for (long seed = 0; seed < 600; seed++) {
            different += Moments.one("router-killed", seed).equals(Moments.one("agent-killed", seed)) ? 0 : 1;
        }
        assertThat(different).as("five in six are expected").isBetween(450, 550);
    }
}
