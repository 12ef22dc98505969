package io.shardwright.router.source;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.router.settings.RouterSettings;
import io.shardwright.router.view.Endpoint;
import io.shardwright.router.view.Origin;
import io.shardwright.router.view.ViewStore;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the ShardSet's PartitionMap and the EndpointSlices of its shards, and tries for ever to reach the API server. */
public final class KubernetesSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);

    /** Label of everything that belongs to a ShardSet; Kubernetes copies it from a Service to its slices. */
    static final String SHARD_SET_LABEL = "shardwright.io/shardset";

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final RouterSettings settings;
    private final ViewStore store;
    private final SharedIndexInformer<PartitionMap> maps;
    private final SharedIndexInformer<EndpointSlice> slices;

    /** A source that isn't started yet. */
    public KubernetesSource(KubernetesClient client, RouterSettings settings, ViewStore store) {
        this.settings = settings;
        this.store = store;
        this.maps = client.resources(PartitionMap.class)
                .inNamespace(settings.namespace())
                .withName(settings.shardSet())
                .runnableInformer(0);
        this.slices = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(settings.namespace())
                .withLabel(SHARD_SET_LABEL, settings.shardSet())
                .runnableInformer(0);
    }

    /** Starts following; returns at once, whether or not the API server can be reached. */
    public void start() {
        maps.addEventHandler(new Changes<>(this::offer));
        slices.addEventHandler(new Changes<>(slice -> list()));
        for (var informer : List.of(maps, slices)) {
            informer.exceptionHandler((isStarted, problem) -> {
                LOG.atWarn()
                        .addKeyValue("problem", problem.toString())
                        .log("the API server can't be watched; trying again");
                return true;
            });
            informer.start();
        }
    }

    /** Whether both watches are open. */
    public boolean connected() {
        return maps.isWatching() && slices.isWatching();
    }

    @Override
    public void close() {
        maps.stop();
        slices.stop();
    }

    private void offer(PartitionMap resource) {
        PartitionMapSpec spec = resource.getSpec();
        if (spec != null) {
            store.offerMap(map(spec), Origin.API_SERVER);
        }
    }

    private void list() {
        if (slices.hasSynced()) {
            store.replaceEndpoints(
                    endpoints(settings.shardSet(), slices.getStore().list()));
        }
    }

    /** The map as the routers' contract has it. */
    static OwnershipMap map(PartitionMapSpec spec) {
        return new OwnershipMap(
                spec.shardSetUid(),
                spec.epoch(),
                spec.partitions(),
                spec.shards().stream()
                        .map(owned -> new OwnershipMap.ShardRanges(owned.shard(), owned.ranges()))
                        .toList(),
                spec.moved().stream()
                        .map(moved -> new EpochRanges(moved.epoch(), moved.ranges()))
                        .toList());
    }

    /** The pods of each shard; a shard whose slices list none has an empty list. */
    static SortedMap<Integer, List<Endpoint>> endpoints(String shardSet, Collection<EndpointSlice> slices) {
        var byShard = new TreeMap<Integer, TreeMap<String, Endpoint>>();
        for (EndpointSlice slice : slices) {
            OptionalInt shard =
                    shardOf(shardSet, slice.getMetadata().getLabels().get(SERVICE_LABEL));
            if (shard.isPresent()) {
                var pods = byShard.computeIfAbsent(shard.getAsInt(), s -> new TreeMap<>());
                // A slice that has lost its last pod has null here, although the API says that the list is required.
                Objects.requireNonNullElse(
                                slice.getEndpoints(), List.<io.fabric8.kubernetes.api.model.discovery.v1.Endpoint>of())
                        .forEach(endpoint -> add(pods, endpoint));
            }
        }
        var listed = new TreeMap<Integer, List<Endpoint>>();
        byShard.forEach((shard, pods) -> listed.put(shard, List.copyOf(pods.values())));
        return listed;
    }

    private static void add(
            TreeMap<String, Endpoint> pods, io.fabric8.kubernetes.api.model.discovery.v1.Endpoint listed) {
        if (listed.getTargetRef() == null || listed.getAddresses().isEmpty()) {
            return;
        }
        EndpointConditions conditions = listed.getConditions();
        boolean serving = conditions == null || !Boolean.FALSE.equals(conditions.getServing());
        boolean terminating = conditions != null && Boolean.TRUE.equals(conditions.getTerminating());
        var endpoint = new Endpoint(
                listed.getTargetRef().getName(), listed.getAddresses().getFirst(), serving, terminating);
        // For a moment two slices may list one pod; the one that stays is the one to believe.
        pods.merge(endpoint.pod(), endpoint, (a, b) -> a.terminating() ? b : a);
    }

    private static OptionalInt shardOf(String shardSet, @Nullable String service) {
        String prefix = shardSet + "-";
        if (service == null || !service.startsWith(prefix)) {
            return OptionalInt.empty();
        }
        String ordinal = service.substring(prefix.length());
        return ordinal.matches("0|[1-9][0-9]{0,3}") ? OptionalInt.of(Integer.parseInt(ordinal)) : OptionalInt.empty();
    }

    /** Treats an addition and an update alike; a deleted map is kept, deleted slices are missing in the next list. */
    private final class Changes<T> implements ResourceEventHandler<T> {
        private final java.util.function.Consumer<T> action;

        Changes(java.util.function.Consumer<T> action) {
            this.action = action;
        }

        @Override
        public void onAdd(T resource) {
            action.accept(resource);
        }

        @Override
        public void onUpdate(T before, T resource) {
            action.accept(resource);
        }

        @Override
        public void onDelete(T resource, boolean stateUnknown) {
            list();
        }
    }
}
