package io.shardwright.bench.waged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.helix.controller.dataproviders.ResourceControllerDataProvider;
import org.apache.helix.model.BuiltInStateModelDefinitions;
import org.apache.helix.model.ClusterConfig;
import org.apache.helix.model.IdealState;
import org.apache.helix.model.InstanceConfig;
import org.apache.helix.model.LiveInstance;
import org.apache.helix.model.Partition;
import org.apache.helix.model.ResourceAssignment;
import org.apache.helix.model.ResourceConfig;
import org.apache.helix.model.StateModelDefinition;

/**
 * A {@link WagedProblem} as Helix's controller would have read it from ZooKeeper.
 *
 * <p>Partitions are dealt out over resources of {@value #PARTITIONS_PER_RESOURCE}, because Helix parses the usages of all of
 * a resource's partitions again for each of them while it builds its model. With equal usages there is one resource.
 */
final class WagedCluster extends ResourceControllerDataProvider {

    static final String LOAD = "LOAD";
    static final String BYTES = "BYTES";
    private static final int PARTITIONS_PER_RESOURCE = 64;
    private static final String ONLINE = "ONLINE";

    private final WagedProblem problem;
    private final ClusterConfig clusterConfig = new ClusterConfig("bench");
    private final Map<String, InstanceConfig> instances = new TreeMap<>();
    private final Map<String, LiveInstance> live = new TreeMap<>();
    private final Map<String, IdealState> idealStates = new TreeMap<>();
    private final Map<String, ResourceConfig> resources = new TreeMap<>();

    WagedCluster(WagedProblem problem) {
        super("bench");
        this.problem = problem;
        clusterConfig.setInstanceCapacityKeys(List.of(LOAD, BYTES));
        clusterConfig.setPreferredScoringKeys(List.of(LOAD));
        problem.instances().forEach(this::add);
        int partitions = problem.current().partitions();
        int each = problem.usage().size() == 1 ? partitions : PARTITIONS_PER_RESOURCE;
        for (int first = 0; first < partitions; first += each) {
            addResource(first, Math.min(partitions, first + each));
        }
    }

    static String instance(int ordinal) {
        return "shard_" + ordinal;
    }

    static int ordinal(String instance) {
        return Integer.parseInt(instance.substring(instance.indexOf('_') + 1));
    }

    static String partition(int number) {
        return "p_" + number;
    }

    private void add(WagedProblem.Instance instance) {
        var config = new InstanceConfig(instance(instance.ordinal()));
        config.setInstanceCapacityMap(Map.of(LOAD, instance.load(), BYTES, instance.bytes()));
        config.setInstanceEnabled(true);
        instances.put(config.getInstanceName(), config);
        live.put(config.getInstanceName(), new LiveInstance(config.getInstanceName()));
    }

    private void addResource(int first, int end) {
        String name = "r_" + first;
        var state = new IdealState(name);
        state.setRebalanceMode(IdealState.RebalanceMode.FULL_AUTO);
        state.setStateModelDefRef(BuiltInStateModelDefinitions.OnlineOffline.name());
        state.setReplicas("1");
        state.setNumPartitions(end - first);
        var capacities = new HashMap<String, Map<String, Integer>>();
        if (problem.usage().size() == 1) {
            capacities.put(ResourceConfig.DEFAULT_PARTITION_KEY, usage(first));
        }
        for (int partition = first; partition < end; partition++) {
            state.getRecord().setListField(partition(partition), new ArrayList<>());
            if (problem.usage().size() > 1) {
                capacities.put(partition(partition), usage(partition));
            }
        }
        // Its setter insists on an entry for all partitions together, even when each has its own.
        capacities.putIfAbsent(ResourceConfig.DEFAULT_PARTITION_KEY, Map.of(LOAD, 0, BYTES, 0));
        var config = new ResourceConfig(name);
        try {
            config.setPartitionCapacityMap(capacities);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        idealStates.put(name, state);
        resources.put(name, config);
    }

    private Map<String, Integer> usage(int partition) {
        var usage = problem.usageOf(partition);
        return Map.of(LOAD, usage.load(), BYTES, usage.bytes());
    }

    /** The assignment that WAGED is to start from, by resource; empty where nothing has an owner. */
    Map<String, ResourceAssignment> assignment() {
        var owners = problem.current().toArray();
        var byResource = new HashMap<String, ResourceAssignment>();
        idealStates.forEach((name, state) -> {
            var assignment = new ResourceAssignment(name);
            for (String partition : state.getPartitionSet()) {
                int owner = owners[ordinal(partition)];
                if (owner >= 0) {
                    assignment.addReplicaMap(new Partition(partition), Map.of(instance(owner), ONLINE));
                }
            }
            if (!assignment.getMappedPartitions().isEmpty()) {
                byResource.put(name, assignment);
            }
        });
        return byResource;
    }

    @Override
    public ClusterConfig getClusterConfig() {
        return clusterConfig;
    }

    @Override
    public Map<String, InstanceConfig> getInstanceConfigMap() {
        return instances;
    }

    @Override
    public Map<String, InstanceConfig> getAssignableInstanceConfigMap() {
        return instances;
    }

    @Override
    public Map<String, LiveInstance> getAssignableLiveInstances() {
        return live;
    }

    @Override
    public StateModelDefinition getStateModelDef(String name) {
        return BuiltInStateModelDefinitions.valueOf(name).getStateModelDefinition();
    }

    @Override
    public IdealState getIdealState(String resource) {
        return required(idealStates, resource);
    }

    @Override
    public ResourceConfig getResourceConfig(String resource) {
        return required(resources, resource);
    }

    @Override
    public Map<String, IdealState> getIdealStates() {
        return idealStates;
    }

    private static <T> T required(Map<String, T> map, String resource) {
        var value = map.get(resource);
        if (value == null) {
            throw new IllegalArgumentException("no resource " + resource);
        }
        return value;
    }
}
