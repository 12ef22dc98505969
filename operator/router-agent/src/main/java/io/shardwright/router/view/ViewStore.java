package io.shardwright.router.view;

import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.OwnershipTable;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the newest {@link RouterView}. Of two maps the one with the higher epoch wins, whatever brought it; a map of another
 * ShardSet, of another number of partitions, or one that contradicts itself, is ignored. Thread-safe.
 */
public final class ViewStore {
    private static final Logger LOG = LoggerFactory.getLogger(ViewStore.class);

    private final String shardSetUid;
    private final int partitions;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> leaderListeners = new CopyOnWriteArrayList<>();

    private volatile RouterView view = RouterView.EMPTY;
    private volatile @Nullable Origin mapOrigin;

    /** A store of nothing yet, for maps of this ShardSet and number of partitions. */
    public ViewStore(String shardSetUid, int partitions) {
        this.shardSetUid = shardSetUid;
        this.partitions = partitions;
    }

    /** What is known now. */
    public RouterView view() {
        return view;
    }

    /** Where the map came from, null where there is none. */
    public @Nullable Origin mapOrigin() {
        return mapOrigin;
    }

    /** Calls the listener after each change, in the thread that brought it; it must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Calls the listener after each change of a leader. */
    public void onLeaderChange(Runnable listener) {
        leaderListeners.add(listener);
    }

    /**
     * Takes a map if it is newer than the one held. The one held, brought by the API server, counts as the API server's from
     * then on.
     *
     * @return whether it was newer
     */
    public boolean offerMap(OwnershipMap map, Origin origin) {
        String flaw = flaw(map);
        if (flaw != null) {
            LOG.atWarn()
                    .addKeyValue("origin", origin)
                    .addKeyValue("epoch", map.epoch())
                    .log("ignored a map: {}", flaw);
            return false;
        }
        synchronized (this) {
            if (map.epoch() == view.epoch() && origin == Origin.API_SERVER) {
                mapOrigin = origin;
            }
            if (map.epoch() <= view.epoch()) {
                return false;
            }
            mapOrigin = origin;
            view = view.withMap(map);
        }
        LOG.atInfo()
                .addKeyValue("epoch", map.epoch())
                .addKeyValue("origin", origin)
                .log("took a newer ownership map");
        tell();
        return true;
    }

    /** Takes the pods that the cluster lists, all of them. */
    public void replaceEndpoints(SortedMap<Integer, List<Endpoint>> endpoints) {
        update(held -> held.withEndpoints(endpoints));
    }

    /**
     * Takes what a pod says about its shard's leader.
     *
     * @param pod the leader, or null while there is none
     */
    public void reportLeader(int shard, @Nullable String pod) {
        if (!Objects.equals(view.leaders().get(shard), pod)) {
            update(held -> held.withLeader(shard, pod));
            leaderListeners.forEach(Runnable::run);
            LOG.atInfo().addKeyValue("shard", shard).addKeyValue("leader", pod).log("leader changed");
        }
    }

    /** Takes over what was known before this process started. */
    public void restore(RouterView cached) {
        update(held -> held.withEndpoints(cached.endpoints()));
        cached.leaders().forEach(this::reportLeader);
        OwnershipMap map = cached.map();
        if (map != null) {
            offerMap(map, Origin.CACHE);
        }
    }

    private void update(UnaryOperator<RouterView> change) {
        synchronized (this) {
            RouterView changed = change.apply(view);
            if (changed.equals(view)) {
                return;
            }
            view = changed;
        }
        tell();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    private @Nullable String flaw(OwnershipMap map) {
        if (!map.shardSetUid().equals(shardSetUid)) {
            return "it is of ShardSet uid " + map.shardSetUid() + ", this router of " + shardSetUid;
        }
        if (map.partitions() != partitions) {
            return "it has " + map.partitions() + " partitions, this router " + partitions;
        }
        if (map.epoch() <= view.epoch()) {
            return null; // it won't be used: not worth laying out
        }
        try {
            OwnershipTable.of(map);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
