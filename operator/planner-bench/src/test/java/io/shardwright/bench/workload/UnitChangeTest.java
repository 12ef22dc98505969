package io.shardwright.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardWeight;
import org.junit.jupiter.api.Test;

class UnitChangeTest {

    @Test
    void allChangesOfASeedStartFromTheSameShards() {
        var add = UnitChange.ADD_SHARD.request(1000, 20, 3);
        var remove = UnitChange.REMOVE_SHARD.request(1000, 20, 3);
        var weight = UnitChange.CHANGE_WEIGHT.request(1000, 20, 3);

        assertThat(remove.current()).isEqualTo(add.current());
        assertThat(weight.current()).isEqualTo(add.current());
        assertThat(add.weights()).hasSize(21).startsWith(remove.weights().toArray(new ShardWeight[0]));
        assertThat(remove.weights()).hasSize(19);
        assertThat(weight.weights()).hasSize(20).isNotEqualTo(add.weights().subList(0, 20));
    }

    @Test
    void everyChangeButTheFirstPlacementStartsWithAllPartitionsOwned() {
        for (var change : UnitChange.values()) {
            Ownership current = change.request(500, 10, 3).current();
            assertThat(current.unowned()).as(change.title()).isEqualTo(change == UnitChange.FIRST_PLACEMENT ? 500 : 0);
        }
    }
}
