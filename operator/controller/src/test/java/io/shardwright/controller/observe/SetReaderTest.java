package io.shardwright.controller.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetReaderTest {
    private static StatefulSet set(String wanted, String madeWith) {
        var shardSet = ShardSets.plain("storage: {size: %s, storageClassName: fast}".formatted(wanted));
        var placement = new ShardPlacement(new ShardId(0), Optional.empty());
        var template = new Volume(new Quantity(madeWith), Optional.of("fast"));
        return (StatefulSet)
                ShardObjects.of(shardSet, "uid", placement, 3, false, template).getLast();
    }

    @Test
    void readsTheSizeThatWasGrantedSinceTheStatefulSetWasMade() {
        var set = set("2Gi", "1Gi");

        assertThat(SetReader.volume(set)).isEqualTo(new Volume(new Quantity("2Gi"), Optional.of("fast")));
        var requests = set.getSpec()
                .getVolumeClaimTemplates()
                .getFirst()
                .getSpec()
                .getResources()
                .getRequests();
        assertThat(requests).as("its template can't be edited").containsEntry("storage", new Quantity("1Gi"));
    }

    @Test
    void carriesNoGrantedSizeWhereItIsTheTemplates() {
        var set = set("1024Mi", "1Gi");

        assertThat(set.getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(SetReader.volume(set).size()).isEqualTo(new Quantity("1Gi"));
    }

    @Test
    void readsWhenItWasCreated() {
        var set = set("1Gi", "1Gi");
        set.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");

        assertThat(SetReader.created(set, Instant.parse("2026-01-01T00:00:10Z")))
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void takesAnAnnotationThatIsNoSizeForNone() {
        var set = set("1Gi", "1Gi");
        set.getMetadata().setAnnotations(Map.of(ShardObjects.VOLUME_SIZE, "large"));

        assertThat(SetReader.volume(set).size()).isEqualTo(new Quantity("1Gi"));
    }
}
