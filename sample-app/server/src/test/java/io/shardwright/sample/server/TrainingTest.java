package io.shardwright.sample.server;

import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;

class TrainingTest {
    /** It throws if anything isn't as it should be in time, and an image is then built that starts slowly. */
    @Test
    void goesThroughALifeOfTwoShards() {
        assertThatNoException().isThrownBy(Training::run);
    }
}
