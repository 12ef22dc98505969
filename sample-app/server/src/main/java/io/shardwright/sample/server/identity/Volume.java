package io.shardwright.sample.server.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pod's volume. It remembers who it belongs to; a volume that can't be trusted to be this replica's own is refused
 * as it stands and nothing on it is changed.
 *
 * <p>Layout: {@code identity.json}, {@code membership.json}, {@code map.json} (routing view), {@code raft/<group>} (log and
 * snapshots), {@code store} (state).
 */
public sealed interface Volume {
    /** What it is called where the log of groups lies. */
    String RAFT = "raft";

    /**
     * A volume that can't serve here.
     *
     * @param identity what the volume says of itself, or null where that can't be read
     * @param reason why, and what to do about it
     */
    record Refused(@Nullable VolumeIdentity identity, String reason) implements Volume {}

    /** This replica's own volume. */
    final class Own implements Volume {
        private final Path folder;
        private final VolumeIdentity identity;
        private volatile @Nullable Membership membership;

        private Own(Path folder, VolumeIdentity identity, @Nullable Membership membership) {
            this.folder = folder;
            this.identity = identity;
            this.membership = membership;
        }

        /** Whose volume it is. */
        public VolumeIdentity identity() {
            return identity;
        }

        /** How the replica came to its group, or null while it has none. */
        public @Nullable Membership membership() {
            return membership;
        }

        /**
         * Remembers the membership before anything acts upon it.
         *
         * @throws IOException if the volume can't be written
         */
        public void remember(Membership next) throws IOException {
            DurableFile.write(folder.resolve(MEMBERSHIP), JSON.writeValueAsBytes(next));
            membership = next;
        }

        /** Folder of the Raft groups' logs. */
        public Path raft() {
            return folder.resolve(RAFT);
        }

        /** Folder of the applied state. */
        public Path store() {
            return folder.resolve(STORE);
        }

        /** File of the routing view. */
        public Path map() {
            return folder.resolve("map.json");
        }
    }

    /** Name of the identity's file. */
    String IDENTITY = "identity.json";
    /** Name of the membership's file. */
    String MEMBERSHIP = "membership.json";
    /** Name of the state's folder. */
    String STORE = "store";
    /** Reads and writes the volume's small files. */
    ObjectMapper JSON = new ObjectMapper();

    /**
     * Opens the volume; an empty one gets an identity.
     *
     * @param folder where it is mounted
     * @param shardSetUid uid of the ShardSet that the pod belongs to
     * @param shard the pod's shard
     * @param group id of the shard's Raft group
     * @throws IOException if the volume can't be read or written at all
     */
    static Volume open(Path folder, String shardSetUid, int shard, UUID group) throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(folder.resolve(IDENTITY))) {
            if (hasEntries(folder.resolve(RAFT))
                    || hasEntries(folder.resolve(STORE))
                    || Files.exists(folder.resolve(MEMBERSHIP))) {
                return new Refused(
                        null,
                        "the volume has Raft data but no " + IDENTITY + ", so whose they are is unknown. "
                                + FRESH_VOLUME);
            }
            var identity =
                    new VolumeIdentity(shardSetUid, shard, UUID.randomUUID().toString());
            DurableFile.write(folder.resolve(IDENTITY), JSON.writeValueAsBytes(identity));
            return new Own(folder, identity, null);
        }
        VolumeIdentity identity;
        Membership membership;
        try {
            identity = JSON.readValue(folder.resolve(IDENTITY).toFile(), VolumeIdentity.class);
            membership = Files.exists(folder.resolve(MEMBERSHIP))
                    ? JSON.readValue(folder.resolve(MEMBERSHIP).toFile(), Membership.class)
                    : null;
        } catch (IOException e) {
            return new Refused(null, "the volume's identity can't be read: " + e.getMessage() + ". " + FRESH_VOLUME);
        }
        String reason = mismatch(identity, shardSetUid, shard);
        if (reason == null) {
            reason = damage(folder, membership, group);
        }
        return reason == null ? new Own(folder, identity, membership) : new Refused(identity, reason);
    }

    /** What a person can do about a refused volume. */
    String FRESH_VOLUME =
            "Delete this pod's PersistentVolumeClaim and then the pod: it rejoins as a new peer with an empty volume";

    private static @Nullable String mismatch(VolumeIdentity identity, String shardSetUid, int shard) {
        if (!identity.shardSetUid().equals(shardSetUid)) {
            return "the volume belongs to the ShardSet with uid " + identity.shardSetUid()
                    + ", this pod to the one with uid " + shardSetUid + ". " + FRESH_VOLUME;
        }
        if (identity.shard() != shard) {
            return "the volume belongs to shard " + identity.shard() + ", this pod to shard " + shard + " of ShardSet "
                    + shardSetUid + ". " + FRESH_VOLUME;
        }
        return null;
    }

    private static @Nullable String damage(Path folder, @Nullable Membership membership, UUID group)
            throws IOException {
        Path raft = folder.resolve(RAFT);
        boolean hasLog = hasEntries(raft.resolve(group.toString()));
        if (membership == null && (hasEntries(raft) || hasEntries(folder.resolve(STORE)))) {
            return "the volume has Raft data but no " + MEMBERSHIP + ", so how they came about is unknown. "
                    + FRESH_VOLUME;
        }
        if (membership != null && membership.started() && !hasLog) {
            return "the volume was a member of its group but has lost the group's log; votes it gave are forgotten. "
                    + FRESH_VOLUME;
        }
        return null;
    }

    private static boolean hasEntries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }
}
