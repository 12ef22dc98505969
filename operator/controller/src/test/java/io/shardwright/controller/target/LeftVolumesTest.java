package io.shardwright.controller.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Identity;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Leftover;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A ShardSet is made again over volumes that an earlier one left. */
class LeftVolumesTest {
    private static TargetResult resolve(String wanted, String... left) {
        var leftovers = new TreeMap<ShardId, Leftover>();
        for (int shard = 0; shard < left.length; shard++) {
            leftovers.put(
                    new ShardId(shard),
                    new Leftover(3, new Volume(new Quantity(left[shard]), Optional.of("standard"))));
        }
        return TargetResolver.resolve(new Observed(
                ShardSets.plain("shards: 2, partitions: 64, storage: {size: %s}".formatted(wanted)),
                Optional.empty(),
                new TreeMap<>(),
                new Inheritance(new Identity.Known("uid"), leftovers),
                0,
                Locations.NONE,
                List.of(),
                Instant.EPOCH));
    }

    @Test
    void areTakenAsTheyAre() {
        assertThat(resolve("1Gi", "1Gi", "1024Mi")).isInstanceOf(Target.class);
    }

    @Test
    void ofAnotherSizeAreRefused() {
        assertThat(resolve("2Gi", "1Gi", "1Gi"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.StorageDiffers));
        assertThat(resolve("512Mi", "1Gi", "512Mi")).isInstanceOf(Refusal.class);
    }

    @Test
    void goOnGrowingWhereSomeHaveTheSizeAlready() {
        assertThat(resolve("2Gi", "2Gi", "1Gi")).isInstanceOf(Target.class);
        assertThat(resolve("1Gi", "2Gi", "1Gi")).isInstanceOf(Refusal.class);
    }
}
