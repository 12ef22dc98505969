package io.shardwright.cli.partitionmap;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.schema.ResourceCheck;
import io.shardwright.cli.schema.Schema;
import io.shardwright.cli.schema.Schemas;
import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.contract.PartitionRanges;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads PartitionMaps as {@code kubectl get partitionmap -o yaml} prints them. */
public final class MapReader {
    private static final String API_VERSION = "shardwright.io/v1alpha1";
    private static final String KIND = "PartitionMap";

    private final Schema schema = Schemas.PARTITION_MAP.load();

    /** The documents of PartitionMaps in a file, unchecked; at least one. */
    public static List<Mapping> documents(InputFile file) throws InputException {
        return Resources.ofKind(file, API_VERSION, KIND);
    }

    /**
     * The map that a document holds; some partitions may have no owner.
     *
     * @throws InputException if it is no valid map, or gives a partition to two shards
     */
    public KnownMap read(Mapping document) throws InputException {
        var checked = ResourceCheck.structure(schema, document);
        var broken = ResourceCheck.rules(schema, checked, Optional.empty());
        if (!broken.isEmpty()) {
            throw new InputException(broken);
        }
        var spec = checked.mapping("spec").orElseThrow();
        int partitions = number(spec, "partitions").intValue();
        if (Integer.bitCount(partitions) != 1) {
            throw new InputException(
                    spec.get("partitions").map(Value::at).orElse(spec.at()),
                    "spec.partitions",
                    partitions + " is no power of two, as every map's is: use the map as kubectl prints it");
        }
        var map = new OwnershipMap(
                spec.text("shardSetUid").orElse(""),
                number(spec, "epoch"),
                partitions,
                shards(spec, partitions),
                moved(spec, partitions));
        String name = checked.mapping("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .orElse("");
        return new KnownMap(document.at(), name, OwnershipTable.of(map));
    }

    /**
     * Refuses a map in which a partition has no owner: in a file that is a sign that part of it is missing.
     *
     * @throws InputException that names the partitions
     */
    public static void requireComplete(KnownMap map) throws InputException {
        var table = map.table();
        var unowned = PartitionRanges.of(IntStream.range(0, table.partitions())
                .filter(partition -> table.owner(partition) == OwnershipTable.NOBODY));
        if (!unowned.isEmpty()) {
            throw new InputException(
                    map.at(),
                    "spec.shards",
                    "no shard owns partition%s %s, so part of the map is missing: get it again with kubectl get partitionmap %s -o yaml"
                            .formatted(unowned.size() == 1 ? "" : "s", shortened(unowned.toString()), map.name()));
        }
    }

    private static String shortened(String ranges) {
        return ranges.length() <= 60 ? ranges : ranges.substring(0, 57) + "...";
    }

    private static List<OwnershipMap.ShardRanges> shards(Mapping spec, int partitions) throws InputException {
        var shards = new ArrayList<OwnershipMap.ShardRanges>();
        Map<Integer, BitSet> taken = new HashMap<>();
        var all = new BitSet(partitions);
        int index = 0;
        for (Mapping entry : entries(spec, "shards")) {
            String field = "spec.shards[" + index++ + "]";
            int shard = number(entry, "shard").intValue();
            var ranges = ranges(entry, field, partitions);
            if (taken.containsKey(shard)) {
                throw new InputException(entry.at(), field, "shard " + shard + " stands twice: merge or remove one");
            }
            var own = new BitSet(partitions);
            ranges.forEach(own::set);
            if (all.intersects(own)) {
                throw new InputException(entry.at(), field + ".ranges", overlap(taken, own));
            }
            taken.put(shard, own);
            all.or(own);
            shards.add(new OwnershipMap.ShardRanges(shard, ranges.toString()));
        }
        return shards;
    }

    private static String overlap(Map<Integer, BitSet> taken, BitSet own) {
        var other = taken.entrySet().stream()
                .filter(entry -> entry.getValue().intersects(own))
                .findFirst()
                .orElseThrow();
        var both = (BitSet) own.clone();
        both.and(other.getValue());
        return "partitions " + PartitionRanges.of(both) + " belong to shard " + other.getKey()
                + " too: a partition has one owner";
    }

    private static List<EpochRanges> moved(Mapping spec, int partitions) throws InputException {
        var moved = new ArrayList<EpochRanges>();
        int index = 0;
        for (Mapping entry : entries(spec, "moved")) {
            var ranges = ranges(entry, "spec.moved[" + index++ + "]", partitions);
            moved.add(new EpochRanges(number(entry, "epoch"), ranges.toString()));
        }
        return moved;
    }

    private static PartitionRanges ranges(Mapping entry, String field, int partitions) throws InputException {
        try {
            return PartitionRanges.parse(entry.text("ranges").orElse(""), partitions);
        } catch (IllegalArgumentException e) {
            var at = entry.get("ranges").map(Value::at).orElse(entry.at());
            throw new InputException(at, field + ".ranges", String.valueOf(e.getMessage()));
        }
    }

    private static List<Mapping> entries(Mapping spec, String name) {
        return spec.sequence(name).map(Sequence::items).orElse(List.of()).stream()
                .map(Mapping.class::cast)
                .toList();
    }

    /** A number that the schema requires. */
    private static Long number(Mapping mapping, String name) throws InputException {
        if (mapping.get(name).map(Value::plain).orElse(null) instanceof Number number) {
            return number.longValue();
        }
        throw new InputException(mapping.at(), name, "is missing");
    }
}
