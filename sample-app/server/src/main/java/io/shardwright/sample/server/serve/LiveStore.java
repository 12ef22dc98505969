package io.shardwright.sample.server.serve;

import io.shardwright.sample.server.raft.ReplicatedState;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The shard's store, behind the log; another object takes its place when a snapshot replaces the state. */
public final class LiveStore implements ReplicatedState {
    private final Path folder;
    private final int shard;
    private final int partitions;
    private volatile @Nullable ShardStore store;

    /** A store in a folder; nothing is there until {@link #open}. */
    public LiveStore(Path folder, int shard, int partitions) {
        this.folder = folder;
        this.shard = shard;
        this.partitions = partitions;
    }

    /** Opens the store, an empty one if there is none yet. */
    public void open() {
        store = ShardStore.open(folder, shard, partitions);
    }

    /** Whether there is a store: not before this replica belongs to a group. */
    public boolean isOpen() {
        return store != null;
    }

    /** The store as of now. While a snapshot is loaded it may be closed, and then throws StoreException. */
    public ShardStore now() {
        ShardStore now = store;
        if (now == null) {
            throw new IllegalStateException("this replica has no state yet: it belongs to no group");
        }
        return now;
    }

    @Override
    public Outcome apply(long term, long index, Command command) {
        return now().apply(term, index, command);
    }

    @Override
    public void advance(long term, long index) {
        now().advance(term, index);
    }

    @Override
    public long appliedIndex() {
        return now().appliedIndex();
    }

    @Override
    public void snapshotTo(Path path) {
        now().snapshotTo(path);
    }

    @Override
    public void replaceBy(Path snapshot) {
        now().close();
        ShardStore.restore(snapshot, folder);
        store = ShardStore.open(folder, shard, partitions);
    }

    @Override
    public void close() {
        ShardStore last = store;
        if (last != null) {
            last.close();
        }
    }
}
