package io.shardwright.bench.waged;

import io.shardwright.planner.Ownership;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.helix.HelixConstants.ChangeType;
import org.apache.helix.HelixRebalanceException;
import org.apache.helix.controller.rebalancer.waged.RebalanceAlgorithm;
import org.apache.helix.controller.rebalancer.waged.constraints.ConstraintBasedAlgorithmFactory;
import org.apache.helix.controller.rebalancer.waged.model.ClusterModel;
import org.apache.helix.controller.rebalancer.waged.model.ClusterModelProvider;
import org.apache.helix.controller.rebalancer.waged.model.OptimalAssignment;
import org.apache.helix.model.ClusterConfig.GlobalRebalancePreferenceKey;
import org.apache.helix.model.Resource;

/**
 * Plans with WAGED, the Weight-Aware Globally-Even Distribute rebalancer of Apache Helix.
 *
 * <p>Its model and its scope (which partitions it considers at all) come from Helix's own {@link ClusterModelProvider}, for
 * the step that computes a new baseline. What Helix does around it (computing a partial rebalance towards the baseline
 * afterwards, storing both in ZooKeeper) is left out, in WAGED's favour. So is building the model: {@link #model()} and
 * {@link #plan} are apart so that only the latter is timed.
 */
public final class Waged {

    private final WagedProblem problem;
    private final RebalanceAlgorithm algorithm;
    private final WagedCluster cluster;

    public Waged(WagedProblem problem, WagedSetting setting) {
        this.problem = problem;
        this.algorithm = algorithm(setting);
        this.cluster = new WagedCluster(problem);
    }

    /** The two constraints' weights are static in Helix, read from a property file once; this is the same, per instance. */
    private static synchronized RebalanceAlgorithm algorithm(WagedSetting setting) {
        float count = setting.countsPartitions() ? 1 : 0;
        try {
            var field = ConstraintBasedAlgorithmFactory.class.getDeclaredField("MODEL");
            field.setAccessible(true);
            @SuppressWarnings("unchecked")
            var weights = (Map<String, Float>) field.get(null);
            weights.put("InstancePartitionsCountConstraint", count);
            weights.put("ResourcePartitionAntiAffinityConstraint", count);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Helix has no weights where 2.0.1 has them", e);
        }
        return ConstraintBasedAlgorithmFactory.getInstance(Map.of(
                GlobalRebalancePreferenceKey.EVENNESS, setting.evenness(),
                GlobalRebalancePreferenceKey.LESS_MOVEMENT, setting.lessMovement()));
    }

    /** A fresh model; planning uses it up. */
    public ClusterModel model() {
        var resourceMap = new HashMap<String, Resource>();
        cluster.getIdealStates().keySet().forEach(name -> resourceMap.put(name, new Resource(name)));
        var all = new TreeSet<String>();
        problem.instances().forEach(instance -> all.add(WagedCluster.instance(instance.ordinal())));
        return ClusterModelProvider.generateClusterModelForBaseline(
                cluster, resourceMap, all, changes(all), cluster.assignment());
    }

    private Map<ChangeType, Set<String>> changes(Set<String> all) {
        return switch (problem.change()) {
            case FIRST_PLACEMENT, INSTANCE_REMOVED -> Map.of();
            case INSTANCE_ADDED -> Map.of(ChangeType.LIVE_INSTANCE, new HashSet<>(all));
            case CAPACITY_CHANGED -> Map.of(ChangeType.INSTANCE_CONFIG, new HashSet<>(all));
            case USAGE_CHANGED ->
                Map.of(
                        ChangeType.RESOURCE_CONFIG,
                        new HashSet<>(cluster.getIdealStates().keySet()));
        };
    }

    /**
     * Runs the algorithm.
     *
     * @throws HelixRebalanceException if it finds no assignment within the capacities
     */
    public OptimalAssignment plan(ClusterModel model) throws HelixRebalanceException {
        return algorithm.calculate(model);
    }

    /** The ownership that a plan means. */
    public Ownership target(OptimalAssignment plan) {
        int[] owners = new int[problem.current().partitions()];
        Arrays.fill(owners, Ownership.UNOWNED);
        plan.getOptimalResourceAssignment()
                .values()
                .forEach(resource -> resource.getMappedPartitions().forEach(partition -> {
                    for (String instance : resource.getReplicaMap(partition).keySet()) {
                        owners[WagedCluster.ordinal(partition.getPartitionName())] = WagedCluster.ordinal(instance);
                    }
                }));
        return Ownership.of(owners);
    }
}
