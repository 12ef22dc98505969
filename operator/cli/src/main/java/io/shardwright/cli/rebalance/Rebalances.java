package io.shardwright.cli.rebalance;

import io.shardwright.cli.cluster.ClusterAccess;
import io.shardwright.cli.cluster.ClusterAnswer;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.situation.SituationException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The Rebalances of a cluster. */
public final class Rebalances {
    private final Kubectl kubectl;
    private final ClusterAccess access;

    public Rebalances(Kubectl kubectl, ClusterAccess access) {
        this.kubectl = kubectl;
        this.access = access;
    }

    /**
     * Those of a ShardSet, or of all ShardSets of the namespace, by ShardSet and number.
     *
     * @throws SituationException if the cluster can't be asked
     */
    public List<KnownRebalance> list(Optional<String> shardSet) throws InputException, SituationException {
        return read(kubectl.rebalances(access, shardSet)).stream()
                .sorted(Comparator.comparing(KnownRebalance::shardSet).thenComparing(KnownRebalance::number))
                .toList();
    }

    /**
     * The one of that name.
     *
     * @throws SituationException if there is none, or the cluster can't be asked
     */
    public KnownRebalance find(String name) throws InputException, SituationException {
        return read(kubectl.rebalance(access, name)).stream()
                .findFirst()
                .orElseThrow(
                        () -> new SituationException(
                                SituationException.Kind.NO_CLUSTER,
                                "the cluster has no Rebalance " + name
                                        + " in this namespace: kubectl shards rebalance list shows those there are, -n chooses another namespace"));
    }

    private static List<KnownRebalance> read(ClusterAnswer answer) throws InputException, SituationException {
        return switch (answer) {
            case ClusterAnswer.Unreachable(String why) ->
                throw new SituationException(
                        SituationException.Kind.NO_CLUSTER,
                        "no cluster to read Rebalances from (" + why + "): choose one with --context or --kubeconfig");
            case ClusterAnswer.Resources(InputFile file) ->
                Resources.read(file).stream()
                        .filter(document -> document.text("kind")
                                .filter("Rebalance"::equals)
                                .isPresent())
                        .map(KnownRebalance::read)
                        .toList();
        };
    }

    /**
     * Sets a field of its specification.
     *
     * @param value as JSON
     * @throws SituationException if the API server refuses it, or can't be asked
     */
    public void set(String name, String field, String value) throws SituationException {
        var refusal = kubectl.patchRebalance(access, name, "{\"spec\":{\"%s\":%s}}".formatted(field, value));
        if (refusal.isPresent()) {
            throw new SituationException(
                    SituationException.Kind.EDIT_REFUSED, "Rebalance " + name + ": " + refusal.get());
        }
    }
}
