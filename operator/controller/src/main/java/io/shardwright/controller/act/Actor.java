package io.shardwright.controller.act;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.shardwright.controller.apply.ObjectApplier;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.controller.render.MapObject;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out steps: writes to the API server, and orders to the pods. */
public final class Actor {
    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

    private final KubernetesClient client;
    private final ObjectKeeper objects;
    private final ShardOrders orders;
    private final ShardRemoval removal;
    private final ClaimWriter claims;
    private final RebalanceWriter rebalances;
    private final InstantSource clock;

    public Actor(
            KubernetesClient client,
            ObjectApplier applier,
            ShardOrders orders,
            RouterImages images,
            InstantSource clock) {
        this.client = client;
        this.objects = new ObjectKeeper(applier, images, clock);
        this.orders = orders;
        this.removal = new ShardRemoval(client);
        this.claims = new ClaimWriter(client);
        this.rebalances = new RebalanceWriter(client);
        this.clock = clock;
    }

    /**
     * Carries out the steps: writes in their order, then deletions, then all orders at once. An object that the API server
     * fails on holds up the objects after it until the next round, and claims that are to grow, and no other step; a Rebalance that can't be written holds
     * up moves; a deletion that fails holds up those after it, and no order: a policy that lets no volume go mustn't keep
     * groups from being mended.
     *
     * @throws KubernetesClientException if a write of the map fails; what comes after that step isn't done
     */
    public Outcome carryOut(Observed observed, List<Step> steps, Context<ShardSet> context)
            throws InterruptedException {
        var round = new Round(observed, new ObjectStore(context));
        steps.forEach(round::take);
        return round.end();
    }

    /** What one round has done, and what it does at its end. */
    private final class Round {
        private final Observed observed;
        private final ObjectStore store;
        private final List<String> refused = new ArrayList<>();
        private final List<String> refusedClaims = new ArrayList<>();
        private final List<Step.Order> letters = new ArrayList<>();
        private final List<Runnable> deletions = new ArrayList<>();
        private final List<Outcome.News> news = new ArrayList<>();
        private Optional<KubernetesClientException> failure = Optional.empty();
        private boolean setsUpdated;
        private boolean onRecord = true;

        Round(Observed observed, ObjectStore store) {
            this.observed = observed;
            this.store = store;
        }

        void take(Step step) {
            switch (step) {
                case Step.CreateMap create -> createMap(observed, create, store);
                case Step.WriteMap write -> writeMap(observed, write, store);
                case Step.EnsureObjects ensure -> ensure(ensure);
                case Step.WriteRebalance(RebalanceWrite write) -> record(write);
                case Step.GrowClaim growth -> grow(growth);
                case Step.Order order -> letters.add(order);
                case Step.RestartPod restart -> deletions.add(() -> removal.restart(observed.shardSet(), restart));
                case Step.DeleteClaim claim -> deletions.add(() -> removal.deleteClaim(observed.shardSet(), claim));
                case Step.RemoveShard remove -> deletions.add(() -> removal.remove(observed, remove.shard(), store));
            }
        }

        private void ensure(Step.EnsureObjects step) {
            try {
                var ensured = objects.ensure(observed, step, store);
                refused.addAll(ensured.refused());
                setsUpdated = ensured.setsUpdated();
            } catch (KubernetesClientException e) {
                failure = Optional.of(e);
            }
        }

        /** Not before its StatefulSet says what was granted. */
        private void grow(Step.GrowClaim growth) {
            if (failure.isPresent() || !refused.isEmpty()) {
                return;
            }
            try {
                claims.grow(observed, growth, store).ifPresent(refusedClaims::add);
            } catch (KubernetesClientException e) {
                failure = Optional.of(e);
            }
        }

        private void record(RebalanceWrite write) {
            if (!onRecord) {
                return; // It may be about one that couldn't be made.
            }
            try {
                rebalances.write(observed.shardSet(), write, store).ifPresent(news::add);
            } catch (KubernetesClientException e) {
                failure = Optional.of(e);
                onRecord = false;
            }
        }

        /** Deletes until one deletion is refused, and sends the orders all the same. */
        Outcome end() throws InterruptedException {
            try {
                deletions.forEach(Runnable::run);
            } catch (KubernetesClientException e) {
                failure = Optional.of(e);
            }
            if (!onRecord) {
                letters.removeIf(Step.OrderMove.class::isInstance);
            }
            orders.send(letters);
            refused.addAll(refusedClaims);
            return new Outcome(refused, failure, news, setsUpdated);
        }
    }

    private void createMap(Observed observed, Step.CreateMap create, ObjectStore store) {
        var map = MapObject.of(observed.shardSet(), create.spec(), clock.instant(), Optional.empty());
        var created = client.resource(map).create();
        store.written(PartitionMap.class, created, Optional.empty());
        log(map, create.rebuilt() ? "rebuilt the map" : "created the map");
    }

    private void writeMap(Observed observed, Step.WriteMap write, ObjectStore store) {
        var map =
                MapObject.of(observed.shardSet(), write.spec(), clock.instant(), Optional.of(write.resourceVersion()));
        var before = store.get(PartitionMap.class, ResourceID.fromResource(map));
        var written = client.resource(map).update();
        store.written(PartitionMap.class, written, before);
        log(map, write.why());
    }

    private static void log(PartitionMap map, String what) {
        LOG.atInfo()
                .addKeyValue("namespace", map.getMetadata().getNamespace())
                .addKeyValue("name", map.getMetadata().getName())
                .addKeyValue("epoch", map.getSpec().epoch())
                .log("published: {}", what);
    }
}
