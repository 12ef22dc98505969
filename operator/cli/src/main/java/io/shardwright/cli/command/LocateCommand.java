package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.output.MachineText;
import io.shardwright.cli.output.Table;
import io.shardwright.cli.partitionmap.MapReader;
import io.shardwright.cli.preview.NoPlan;
import io.shardwright.cli.preview.PlanInputs;
import io.shardwright.cli.preview.Preview;
import io.shardwright.cli.preview.Previewer;
import io.shardwright.cli.shardset.ShardSetReader;
import io.shardwright.cli.situation.SituationException;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.contract.Partitioner;
import io.shardwright.planner.Ownership;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code locate}: which partition and shard a key belongs to. */
@Command(
        name = "locate",
        sortOptions = false,
        description =
                "Says which partition a key belongs to and which shard owns it: now by the map, and then by the plan if "
                        + "a ShardSet is given. The same hash is used by routers and shards.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubectl shards locate user-17 --map map.yaml        by a map alone",
            "  kubectl shards locate user-17 user-18 --name store  by the cluster's map",
            "  kubectl shards locate user-17 -f store.yaml         by the plan"
        })
final class LocateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Keys as requests carry them, in UTF-8.")
    List<String> keys = new ArrayList<>();

    @Mixin
    SituationOptions options = new SituationOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "One of ${COMPLETION-CANDIDATES}. Default table.")
    ShortOutput output = ShortOutput.table;

    LocateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Who owns what: now, if a map is known, and then, if there is a plan. */
    private record Owners(int partitions, Optional<OwnershipTable> now, Optional<Ownership> then) {}

    @Override
    public Integer call() throws InputException, SituationException {
        var line = Objects.requireNonNull(spec).commandLine();
        Owners owners;
        if (!options.namesShardSet() && options.map != null) {
            owners = byMap(options.map);
        } else {
            var result = Previewer.preview(options.findOne(surroundings), PlanInputs.NONE);
            if (result instanceof NoPlan no) {
                line.getErr().println(no.message());
                return ExitCodes.REFUSED;
            }
            var target = ((Preview) result).target();
            owners = new Owners(target.partitions(), result.situation().start().table(), Optional.of(target));
        }
        line.getOut().print(text(owners));
        line.getOut().flush();
        return ExitCodes.OK;
    }

    private static Owners byMap(String file) throws InputException {
        var documents = MapReader.documents(InputFile.read(file));
        if (documents.size() > 1) {
            var names = documents.stream().map(ShardSetReader::name).toList();
            throw new InputException(
                    documents.getFirst().at(),
                    "holds the maps " + String.join(", ", names) + ": choose a ShardSet with -f or --name");
        }
        var map = new MapReader().read(documents.getFirst());
        MapReader.requireComplete(map);
        return new Owners(map.table().partitions(), Optional.of(map.table()), Optional.empty());
    }

    private String text(Owners owners) throws InputException {
        var places = new ArrayList<Map<String, Object>>();
        for (String key : keys) {
            places.add(place(key, owners));
        }
        return switch (output) {
            case table -> table(places);
            case json -> MachineText.json(Map.of("keys", places));
            case yaml -> MachineText.yaml(Map.of("keys", places));
        };
    }

    private static Map<String, Object> place(String key, Owners owners) throws InputException {
        if (key.isEmpty()) {
            throw new InputException(
                    Position.of("arguments"),
                    "a key is empty, and belongs to no partition: give it at least one character");
        }
        int partition = Partitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), owners.partitions());
        var place = new LinkedHashMap<String, Object>();
        place.put("key", key);
        place.put("partition", partition);
        owners.now().ifPresent(table -> {
            if (table.owner(partition) != OwnershipTable.NOBODY) {
                place.put("now", table.owner(partition));
            }
            place.put("epoch", table.partitionEpoch(partition));
        });
        owners.then()
                .flatMap(ownership -> ownership.owner(partition))
                .ifPresent(shard -> place.put("then", shard.ordinal()));
        return place;
    }

    private static String table(List<Map<String, Object>> places) {
        var table = new Table("KEY", ">PARTITION", ">NOW", ">THEN", ">EPOCH");
        for (var place : places) {
            table.row(
                    place.getOrDefault("key", ""),
                    place.getOrDefault("partition", ""),
                    place.getOrDefault("now", "-"),
                    place.getOrDefault("then", "-"),
                    place.getOrDefault("epoch", "-"));
        }
        return table.toString();
    }
}
