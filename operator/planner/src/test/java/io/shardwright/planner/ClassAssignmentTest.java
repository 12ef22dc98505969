package io.shardwright.planner;

import static io.shardwright.planner.NodeClass.counted;
import static io.shardwright.planner.NodeClass.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClassAssignmentTest {

    @Test
    void theFirstAssignmentFillsTheClassesInTheirOrder() {
        assertThat(classes(assign(List.of(counted("large", 1), open("small")), 3, ClassAssignment.none())))
                .containsExactly("large", "small", "small");
        assertThat(classes(assign(List.of(open("small"), counted("large", 1)), 3, ClassAssignment.none())))
                .containsExactly("small", "small", "large");
    }

    @Test
    void addedShardsGoToTheOpenClass() {
        var declared = List.of(counted("large", 1), open("small"));

        assertThat(classes(assign(declared, 5, previous("large", "small", "small"))))
                .containsExactly("large", "small", "small", "small", "small");
    }

    @Test
    void addedShardsFillARaisedCountSoThatNoShardChangesClass() {
        var declared = List.of(counted("large", 3), open("small"));

        assertThat(classes(assign(declared, 5, previous("large", "small", "small"))))
                .containsExactly("large", "small", "small", "large", "large");
    }

    @Test
    void whereAShardHasToChangeTheLowestOrdinalsKeepTheirs() {
        var declared = List.of(counted("large", 2), open("small"));

        assertThat(classes(assign(declared, 3, previous("large", "small", "small"))))
                .containsExactly("large", "small", "large");
    }

    @Test
    void scaleInRemovesTheHighestOrdinalsWhateverTheirClass() {
        var declared = List.of(open("small"), counted("large", 1));

        assertThat(classes(assign(declared, 3, previous("small", "small", "large", "small", "small"))))
                .containsExactly("small", "small", "large");
        assertThat(classes(assign(declared, 2, previous("small", "small", "large"))))
                .containsExactly("small", "large");
    }

    @Test
    void reorderingTheClassesChangesNothing() {
        var previous = previous("large", "small", "small", "large");

        assertThat(assign(List.of(open("small"), counted("large", 2)), 4, previous))
                .isEqualTo(previous);
        assertThat(assign(List.of(counted("large", 2), open("small")), 4, previous))
                .isEqualTo(previous);
    }

    @Test
    void shardsOfAClassThatIsGoneAreSpreadAnew() {
        assertThat(classes(assign(List.of(open("new"), counted("b", 1)), 3, previous("a", "b", "a"))))
                .containsExactly("new", "b", "new");
    }

    @Test
    void withoutClassesNoShardHasOne() {
        assertThat(assign(List.of(), 3, previous("a", "b", "a"))).isEqualTo(ClassAssignment.none());
    }

    @Test
    void contradictoryCountsAreRefusedWithTheNearestFix() {
        assertThat(refusal(List.of(counted("a", 3), counted("b", 2)), 4))
                .isEqualTo(new Refused(
                        RefusalReason.CLASSES_EXCEED_SHARDS,
                        "the node classes count 5 shards, and there are 4",
                        "set spec.shards to at least 5, or lower the counts by 1"));
        assertThat(refusal(List.of(counted("a", 3), counted("b", 2)), 7))
                .isEqualTo(new Refused(
                        RefusalReason.CLASSES_BELOW_SHARDS,
                        "the node classes count 5 shards, there are 7, and no node class takes the rest",
                        "set spec.shards to 5, or leave out the count of one node class"));
        assertThat(refusal(List.of(open("a"), counted("b", 2), open("c")), 7))
                .isEqualTo(new Refused(
                        RefusalReason.SEVERAL_OPEN_CLASSES,
                        "node classes a, c have no shard count, so it is undefined which of them takes the shards that"
                                + " no class counts",
                        "set shards on all node classes but one"));
    }

    @Test
    void countsThatAddUpNeedNoOpenClass() {
        assertThat(classes(assign(List.of(counted("a", 1), counted("b", 2)), 3, ClassAssignment.none())))
                .containsExactly("a", "b", "b");
    }

    @Test
    void countsTooLargeForAnIntAreRefused() {
        int most = Integer.MAX_VALUE;

        assertThat(refusal(List.of(counted("a", most), counted("b", most)), 4).why())
                .isEqualTo("the node classes count 4294967294 shards, and there are 4");
    }

    @Test
    void impossibleClassesAreTheCallersError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assign(List.of(open("a"), counted("a", 1)), 3, ClassAssignment.none()));
        assertThatIllegalArgumentException().isThrownBy(() -> counted("a", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> open("a").withWeight(-1));
    }

    @Test
    void changesAsFewShardsAsAnExhaustiveSearchFinds() {
        var cases = RandomCases.seeded("changesAsFewShardsAsAnExhaustiveSearchFinds", 1, 1);
        var random = cases.random();
        for (int i = 0; i < RandomCases.count(5_000); i++) {
            int shards = random.nextInt(7);
            String[] before = new String[random.nextInt(8)];
            Arrays.setAll(before, _ -> "abcd".substring(random.nextInt(4)).substring(0, 1));
            int a = random.nextInt(shards + 1);
            int b = random.nextInt(shards - a + 1);
            var declared = new ArrayList<>(List.of(counted("a", a), counted("b", b), open("c")));
            Collections.shuffle(declared, java.util.Random.from(random));

            var after = assign(declared, shards, previous(before));

            var what = "%s -> %s of %s".formatted(List.of(before), after, declared);
            assertThat(after.classes()).as(what).hasSize(shards);
            assertThat(classes(after)).as(what).filteredOn("a"::equals).hasSize(a);
            assertThat(classes(after)).as(what).filteredOn("b"::equals).hasSize(b);
            assertThat(changes(before, classes(after)))
                    .as(what)
                    .isEqualTo(fewestChanges(before, new int[] {a, b, shards - a - b}, 0, shards));
        }
    }

    private static int fewestChanges(String[] before, int[] free, int shard, int shards) {
        if (shard == shards) {
            return 0;
        }
        int fewest = Integer.MAX_VALUE;
        for (int c = 0; c < free.length; c++) {
            if (free[c] > 0) {
                free[c]--;
                int change = shard < before.length && before[shard].charAt(0) != 'a' + c ? 1 : 0;
                fewest = Math.min(fewest, change + fewestChanges(before, free, shard + 1, shards));
                free[c]++;
            }
        }
        return fewest;
    }

    private static int changes(String[] before, List<String> after) {
        int changes = 0;
        for (int shard = 0; shard < Math.min(before.length, after.size()); shard++) {
            changes += before[shard].equals(after.get(shard)) ? 0 : 1;
        }
        return changes;
    }

    private static ClassAssignment assign(List<NodeClass> declared, int shards, ClassAssignment previous) {
        return switch (ClassAssignment.assign(declared, shards, previous)) {
            case ClassAssignment assignment -> assignment;
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    private static Refused refusal(List<NodeClass> declared, int shards) {
        return switch (ClassAssignment.assign(declared, shards, ClassAssignment.none())) {
            case Refused refused -> refused;
            case ClassAssignment assignment -> throw new AssertionError(assignment);
        };
    }

    private static ClassAssignment previous(String... classes) {
        var byShard = new TreeMap<ShardId, String>();
        for (String name : classes) {
            byShard.put(new ShardId(byShard.size()), name);
        }
        return new ClassAssignment(byShard);
    }

    private static List<String> classes(ClassAssignment assignment) {
        return List.copyOf(assignment.classes().values());
    }
}
