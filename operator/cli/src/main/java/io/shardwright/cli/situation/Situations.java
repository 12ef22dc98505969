package io.shardwright.cli.situation;

import io.shardwright.cli.cluster.ClusterAnswer;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Problem;
import io.shardwright.cli.partitionmap.KnownMap;
import io.shardwright.cli.partitionmap.MapReader;
import io.shardwright.cli.shardset.DescribedShardSet;
import io.shardwright.cli.shardset.ShardSetReader;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.resolver.Resolution;
import io.shardwright.resolver.Resolved;
import io.shardwright.resolver.ShardSetResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out what there is to plan from: the wanted ShardSet from a file or the cluster, the ownership from a map. */
public final class Situations {
    private final Kubectl kubectl;
    private final Map<String, String> environment;
    private final ShardSetReader shardSets = new ShardSetReader();

    /** @param environment the process's variables, which may name a cluster */
    public Situations(Kubectl kubectl, Map<String, String> environment) {
        this.kubectl = kubectl;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The situation of each ShardSet asked about; at least one.
     *
     * @throws InputException if a file or an edit is wrong in itself
     * @throws SituationException if the cluster is needed and missing, or would refuse the edit
     */
    public List<Situation> find(Request request) throws InputException, SituationException {
        var situations = new ArrayList<Situation>();
        if (request.file().isEmpty()) {
            situations.add(inCluster(request, request.name().orElse("")));
            return situations;
        }
        var file = InputFile.read(request.file().get());
        for (var document : ShardSetReader.documents(file, request.name())) {
            situations.add(inFile(request, document));
        }
        return situations;
    }

    private Situation inCluster(Request request, String name) throws InputException, SituationException {
        if (request.offline()) {
            throw new SituationException(
                    SituationException.Kind.NO_CLUSTER,
                    "ShardSet " + name + " is in a cluster, and --offline asks none: name a file with -f");
        }
        return switch (kubectl.shardSetAndMap(request.access(), name)) {
            case ClusterAnswer.Unreachable(String why) ->
                throw new SituationException(
                        SituationException.Kind.NO_CLUSTER,
                        "no cluster to read ShardSet " + name + " from (" + why
                                + "): name a file with -f, or a cluster with --context or --kubeconfig");
            case ClusterAnswer.Resources(InputFile resources) -> {
                var live = Live.read(resources, shardSets);
                var document = live.document();
                if (document.isEmpty()) {
                    throw new SituationException(
                            SituationException.Kind.NO_CLUSTER,
                            "the cluster has no ShardSet " + name
                                    + " in this namespace: choose another with -n, or name a file with -f");
                }
                yield situation(request, document.get(), live);
            }
        };
    }

    private Situation inFile(Request request, Mapping document) throws InputException, SituationException {
        shardSets.read(document); // A file that is wrong in itself is refused before any cluster is asked.
        if (request.map().isPresent() || request.offline()) {
            return situation(request, document, Live.none(request.offline() ? "--offline" : ""));
        }
        if (!request.access().isConfigured(environment)) {
            return situation(request, document, Live.none("no cluster is configured"));
        }
        var access = request.access().orNamespace(ShardSetReader.namespace(document));
        return situation(
                request,
                document,
                switch (kubectl.shardSetAndMap(access, ShardSetReader.name(document))) {
                    case ClusterAnswer.Unreachable(String why) -> Live.none("no cluster was reached: " + why);
                    case ClusterAnswer.Resources(InputFile resources) -> Live.read(resources, shardSets);
                });
    }

    private Situation situation(Request request, Mapping document, Live live)
            throws InputException, SituationException {
        var notes = new ArrayList<>(live.notes());
        var complete = withLiveShards(document, live, notes);
        var before = shardSets.read(complete);
        var wanted = request.edits().isEmpty()
                ? before
                : shardSets.read(request.edits().apply(complete));
        var old = live.shardSet().or(() -> request.edits().isEmpty() ? Optional.empty() : Optional.of(before));
        if (old.isPresent()) {
            refuseForbiddenEdit(old.get(), wanted);
        }
        var map =
                request.map().isPresent() ? Optional.of(mapInFile(request.map().get(), wanted, notes)) : live.map();
        if (map.isPresent()) {
            requireSamePartitions(map.get(), wanted);
        }
        var classes = live.shardSet()
                .map(DescribedShardSet::classes)
                .filter(known -> !known.classes().isEmpty())
                .orElse(before.classes());
        var start = map.map(known -> start(known, request)).orElseGet(() -> assumed(request, before, classes, live));
        return new Situation(wanted, start, classes.classes().isEmpty() ? classesOf(before, start) : classes, notes);
    }

    /** Applying a file that leaves shards out leaves the cluster's number alone. */
    private static Mapping withLiveShards(Mapping document, Live live, List<String> notes) {
        var spec = document.mapping("spec");
        Optional<Value> shards =
                live.shardSet().flatMap(set -> set.document().mapping("spec")).flatMap(s -> s.get("shards"));
        if (spec.isEmpty() || shards.isEmpty() || spec.get().entries().containsKey("shards")) {
            return document;
        }
        notes.add("the file leaves shards out, so it stays " + shards.get().plain() + " as in the cluster");
        return document.with("spec", spec.get().with("shards", shards.get()));
    }

    private void refuseForbiddenEdit(DescribedShardSet before, DescribedShardSet after) throws SituationException {
        var problems = shardSets.problemsOfEdit(before, after);
        if (!problems.isEmpty()) {
            throw new SituationException(
                    SituationException.Kind.EDIT_REFUSED,
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
    }

    private static KnownMap mapInFile(String name, DescribedShardSet shardSet, List<String> notes)
            throws InputException {
        var documents = MapReader.documents(InputFile.read(name));
        var reader = new MapReader();
        var chosen = documents.stream()
                .filter(document -> ShardSetReader.name(document).equals(shardSet.name()))
                .findFirst();
        if (chosen.isEmpty() && documents.size() > 1) {
            throw new InputException(
                    documents.getFirst().at(),
                    "metadata.name",
                    "none of the " + documents.size() + " maps is named " + shardSet.name()
                            + ": name a file with its map");
        }
        var map = reader.read(chosen.orElse(documents.getFirst()));
        MapReader.requireComplete(map);
        if (chosen.isEmpty()) {
            notes.add("the map is named " + map.name() + ", and the ShardSet " + shardSet.name());
        }
        return map;
    }

    private static void requireSamePartitions(KnownMap map, DescribedShardSet shardSet) throws InputException {
        int partitions = shardSet.spec().partitions();
        if (map.table().partitions() != partitions) {
            throw new InputException(
                    map.at(),
                    "spec.partitions",
                    "the map has %d partitions, and ShardSet %s has %d, which never changes: name the map of this ShardSet"
                            .formatted(map.table().partitions(), shardSet.name(), partitions));
        }
    }

    private static Start start(KnownMap map, Request request) {
        boolean fromFile = request.map().isPresent();
        String text = "map %s at epoch %d, from %s"
                .formatted(map.name(), map.table().epoch(), request.map().orElse("the cluster"));
        return new Start(
                map.ownership(),
                fromFile ? Start.Origin.MAP_FILE : Start.Origin.CLUSTER,
                text,
                Optional.of(map.table()));
    }

    /** Without a map: an edit starts from what was there before it, a file from nothing. */
    private static Start assumed(Request request, DescribedShardSet before, ClassAssignment classes, Live live) {
        var empty = Ownership.empty(before.spec().partitions());
        String why = live.why().isEmpty() ? "no map is given" : "no map is given, " + live.why();
        if (!request.edits().isEmpty()
                && ShardSetResolver.resolve(before.spec(), classes) instanceof Resolved resolved
                && Planner.plan(PlanRequest.of(empty, resolved.shardWeights()))
                        instanceof PlanResult.Planned(var plan)) {
            String text = "assuming that the ShardSet before the edit is carried out (" + why + ")";
            return new Start(plan.target(), Start.Origin.FILE_CARRIED_OUT, text, Optional.empty());
        }
        return new Start(empty, Start.Origin.EMPTY, "assuming empty (" + why + ")", Optional.empty());
    }

    /** The classes that shards have once the file is carried out, which an edit then starts from. */
    private static ClassAssignment classesOf(DescribedShardSet before, Start start) {
        Resolution resolution = ShardSetResolver.resolve(before.spec(), ClassAssignment.none());
        return start.origin() == Start.Origin.FILE_CARRIED_OUT && resolution instanceof Resolved resolved
                ? resolved.assignment()
                : ClassAssignment.none();
    }
}
