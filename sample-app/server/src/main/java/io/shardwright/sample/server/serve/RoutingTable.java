package io.shardwright.sample.server.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.sample.server.identity.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routing view: who owned what as of the last publication. It survives restarts, and only gets newer. */
public final class RoutingTable {
    private static final Logger LOG = LoggerFactory.getLogger(RoutingTable.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private record View(OwnershipMap map, OwnershipTable table) {}

    private final String shardSetUid;
    private final int partitions;
    private final Path file;
    private final Signal changed;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable View view;

    /**
     * Opens the view kept in a file; one that can't be read is as good as none, because it will be published again.
     *
     * @param changed raised when a newer view arrives
     */
    public RoutingTable(String shardSetUid, int partitions, Path file, Signal changed) {
        this.shardSetUid = shardSetUid;
        this.partitions = partitions;
        this.file = file;
        this.changed = changed;
        try {
            if (Files.exists(file)) {
                OwnershipMap map = JSON.readValue(file.toFile(), OwnershipMap.class);
                if (map.shardSetUid().equals(shardSetUid) && map.partitions() == partitions) {
                    view = new View(map, OwnershipTable.of(map));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("why", e.getMessage())
                    .log("routing view not readable");
        }
    }

    /**
     * Takes a publication; an older one, or the same again, changes nothing.
     *
     * @throws IllegalArgumentException if it isn't for this ShardSet or can't be laid out
     * @throws IOException if the volume can't be written
     */
    public void publish(OwnershipMap map) throws IOException {
        if (!map.shardSetUid().equals(shardSetUid)) {
            throw new IllegalArgumentException("the map is for the ShardSet with uid " + map.shardSetUid()
                    + ", this pod belongs to " + shardSetUid);
        }
        if (map.partitions() != partitions) {
            throw new IllegalArgumentException(
                    "the map has " + map.partitions() + " partitions, this pod " + partitions);
        }
        OwnershipTable table = OwnershipTable.of(map);
        writing.lock();
        try {
            View current = view;
            if (current != null && current.map().epoch() >= map.epoch()) {
                return;
            }
            DurableFile.write(file, JSON.writeValueAsBytes(map));
            view = new View(map, table);
        } finally {
            writing.unlock();
        }
        changed.raise();
    }

    /** The view, or null before the first. */
    public @Nullable OwnershipMap map() {
        View current = view;
        return current == null ? null : current.map();
    }

    /** Epoch of the view, 0 before the first. */
    public long epoch() {
        View current = view;
        return current == null ? 0 : current.map().epoch();
    }

    /** The view for look-ups, or null before the first. */
    public @Nullable OwnershipTable table() {
        View current = view;
        return current == null ? null : current.table();
    }
}
