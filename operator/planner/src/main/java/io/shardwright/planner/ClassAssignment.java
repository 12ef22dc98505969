package io.shardwright.planner;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which node class each shard runs on.
 *
 * <p>Objectives, in order: every class has exactly the shards it counts, and the one class without a count has the rest;
 * the fewest shards change class; a place in a class goes to the lowest ordinal that had it, and a free place to the
 * lowest ordinal that has none, classes in the order in which they are declared.
 *
 * <p>A shard that changes class gets other hardware and an empty volume, so what was assigned has to be recorded and
 * passed in again. Scale-in removes the highest ordinals, whatever their class.
 *
 * @param classes class name by shard, for all shards, or empty if no class is declared
 */
public record ClassAssignment(SortedMap<ShardId, String> classes) implements ClassResult {

    public ClassAssignment {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }

    /** The assignment before there was any. */
    public static ClassAssignment none() {
        return new ClassAssignment(new TreeMap<>());
    }

    /** The class of a shard; empty if it has none. */
    public Optional<String> of(ShardId shard) {
        return Optional.ofNullable(classes.get(shard));
    }

    /**
     * Assigns the shards 0 to {@code shards - 1}.
     *
     * @param declared the classes in the user's order, names unique; none: no shard has a class
     * @param previous what was assigned last; may name shards and classes that are gone
     * @return the assignment, or one of {@link RefusalReason#SEVERAL_OPEN_CLASSES},
     *     {@link RefusalReason#CLASSES_EXCEED_SHARDS}, {@link RefusalReason#CLASSES_BELOW_SHARDS}
     * @throws IllegalArgumentException if two classes have the same name
     */
    public static ClassResult assign(List<NodeClass> declared, int shards, ClassAssignment previous) {
        var names = new HashSet<String>();
        for (var nodeClass : declared) {
            if (!names.add(nodeClass.name())) {
                throw new IllegalArgumentException("two node classes are named " + nodeClass.name());
            }
        }
        if (declared.isEmpty()) {
            return none();
        }
        var contradiction = contradictionIn(declared, shards);
        return contradiction.isPresent() ? contradiction.get() : fill(freePlaces(declared, shards), shards, previous);
    }

    private static Optional<Refused> contradictionIn(List<NodeClass> declared, int shards) {
        var open = declared.stream()
                .filter(c -> c.shards().isEmpty())
                .map(NodeClass::name)
                .toList();
        long counted = counted(declared);
        if (open.size() > 1) {
            return Optional.of(new Refused(
                    RefusalReason.SEVERAL_OPEN_CLASSES,
                    "node classes " + String.join(", ", open) + " have no shard count, so it is undefined which of them"
                            + " takes the shards that no class counts",
                    "set shards on all node classes but one"));
        }
        if (counted > shards) {
            return Optional.of(new Refused(
                    RefusalReason.CLASSES_EXCEED_SHARDS,
                    "the node classes count " + counted + " shards, and there are " + shards,
                    "set spec.shards to at least " + counted + ", or lower the counts by " + (counted - shards)));
        }
        if (open.isEmpty() && counted < shards) {
            return Optional.of(new Refused(
                    RefusalReason.CLASSES_BELOW_SHARDS,
                    "the node classes count " + counted + " shards, there are " + shards
                            + ", and no node class takes the rest",
                    "set spec.shards to " + counted + ", or leave out the count of one node class"));
        }
        return Optional.empty();
    }

    private static long counted(List<NodeClass> declared) {
        return declared.stream().mapToLong(c -> c.shards().orElse(0)).sum();
    }

    private static Map<String, Integer> freePlaces(List<NodeClass> declared, int shards) {
        int rest = shards - (int) counted(declared);
        var free = new LinkedHashMap<String, Integer>();
        declared.forEach(c -> free.put(c.name(), c.shards().orElse(rest)));
        return free;
    }

    /** Keeps what can be kept, lowest ordinal first, then fills what is left. Linear but for the map's look-ups. */
    private static ClassAssignment fill(Map<String, Integer> free, int shards, ClassAssignment previous) {
        var classes = new TreeMap<ShardId, String>();
        for (int ordinal = 0; ordinal < shards; ordinal++) {
            var shard = new ShardId(ordinal);
            previous.of(shard).filter(name -> take(free, name)).ifPresent(name -> classes.put(shard, name));
        }
        var open = new ArrayDeque<>(free.keySet());
        for (int ordinal = 0; ordinal < shards; ordinal++) {
            var shard = new ShardId(ordinal);
            if (!classes.containsKey(shard)) {
                while (!take(free, open.element())) {
                    open.remove();
                }
                classes.put(shard, open.element());
            }
        }
        return new ClassAssignment(classes);
    }

    private static boolean take(Map<String, Integer> free, String name) {
        int places = free.getOrDefault(name, 0);
        if (places > 0) {
            free.put(name, places - 1);
        }
        return places > 0;
    }
}
