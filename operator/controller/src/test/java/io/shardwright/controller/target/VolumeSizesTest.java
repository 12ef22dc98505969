package io.shardwright.controller.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.growth.Volumes;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeSizesTest {
    private final Volumes volumes = new Volumes();

    @Test
    void aVolumeThatIsAboutToGrowHoldsWhatItHasByNow() {
        volumes.granted = "2Gi";
        volumes.claim(0, 0).grow("2Gi");
        volumes.claim(1, 0).grow("2Gi");
        volumes.claim(1, 1).grow("2Gi");
        volumes.claim(1, 2).grow("3Gi");
        var observed = volumes.observe("storage: {size: 2Gi}");

        assertThat(VolumeSizes.BY_NOW.of(observed, placement(0)).size()).hasToString("1Gi");
        assertThat(VolumeSizes.BY_NOW.of(observed, placement(1)).size()).hasToString("2Gi");
        assertThat(VolumeSizes.BY_NOW.of(observed, placement(7)).size())
                .as("one that doesn't exist yet")
                .hasToString("2Gi");
        assertThat(VolumeSizes.GRANTED.of(observed, placement(0)).size()).hasToString("2Gi");
    }

    private static ShardPlacement placement(int shard) {
        return new ShardPlacement(new ShardId(shard), Optional.empty());
    }
}
