package io.shardwright.cli.preview;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.Hardware;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a node has to give to pods.
 *
 * @param cpu in thousandths; empty if it isn't told
 * @param memory in bytes; empty if it isn't told
 */
public record NodeFacts(Map<String, Object> labels, Optional<Long> cpu, Optional<Long> memory) {

    /** The nodes in what kubectl prints of them. */
    public static List<NodeFacts> read(InputFile nodes) throws InputException {
        var facts = new ArrayList<NodeFacts>();
        for (var node : Resources.read(nodes)) {
            var allocatable = node.mapping("status").flatMap(status -> status.mapping("allocatable"));
            facts.add(new NodeFacts(
                    node.mapping("metadata")
                            .flatMap(metadata -> metadata.mapping("labels"))
                            .map(NodeFacts::labels)
                            .orElse(Map.of()),
                    allocatable.flatMap(all -> all.text("cpu")).flatMap(cpu -> amount(cpu, 3)),
                    allocatable.flatMap(all -> all.text("memory")).flatMap(memory -> amount(memory, 0))));
        }
        return facts;
    }

    private static Map<String, Object> labels(Mapping labels) {
        var known = new HashMap<String, Object>();
        labels.plain().forEach((name, value) -> known.put(name, String.valueOf(value)));
        return known;
    }

    private static Optional<Long> amount(String quantity, int places) {
        try {
            BigDecimal amount = new Quantity(quantity).getNumericalAmount().movePointRight(places);
            return Optional.of(amount.longValue()).filter(whole -> whole > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** By class, what the smallest of the nodes that it selects has to give; classes that select none are left out. */
    static Map<String, Hardware> byClass(List<NodeFacts> nodes, ShardSetSpec spec) {
        var byClass = new HashMap<String, Hardware>();
        for (var nodeClass : spec.nodeClasses()) {
            var selected =
                    nodes.stream().filter(node -> node.isSelectedBy(nodeClass)).toList();
            if (!selected.isEmpty()) {
                byClass.put(
                        nodeClass.name(),
                        new Hardware(
                                least(selected, NodeFacts::cpu), least(selected, NodeFacts::memory), Optional.empty()));
            }
        }
        return byClass;
    }

    private boolean isSelectedBy(NodeClass nodeClass) {
        return labels.entrySet().containsAll(nodeClass.nodeSelector().entrySet());
    }

    private static Optional<Hardware.Amount> least(List<NodeFacts> nodes, Function<NodeFacts, Optional<Long>> figure) {
        return nodes.stream()
                .flatMap(node -> figure.apply(node).stream())
                .min(Comparator.naturalOrder())
                .map(value -> new Hardware.Amount(value, Hardware.Source.NODES));
    }
}
