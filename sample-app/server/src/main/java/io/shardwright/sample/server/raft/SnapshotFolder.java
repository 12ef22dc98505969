package io.shardwright.sample.server.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one group: a folder {@code snapshot.<term>_<index>} each, complete once it has that name. Ratis sends a
 * snapshot file by file and, at the receiver, puts the received folders in the place of all that were there.
 *
 * <p>Ratis asks for the latest one with every message to a follower, so what it consists of is remembered: a snapshot has a
 * file per table, and thousands of them can be.
 */
final class SnapshotFolder implements StateMachineStorage {
    private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final String UNFINISHED = "unfinished";
    private static final int KEPT = 2;

    private @Nullable Path folder;
    private volatile @Nullable SnapshotInfo newest;

    /** One snapshot. */
    record Snapshot(Path path, TermIndex at) {}

    /** Fills a folder that doesn't exist yet. */
    interface Writer {
        void writeTo(Path path) throws IOException;
    }

    @Override
    public void init(RaftStorage storage) throws IOException {
        folder = storage.getStorageDir().getStateMachineDir().toPath();
        Files.createDirectories(folder);
        delete(folder.resolve(UNFINISHED));
        look();
    }

    /** Takes a snapshot; it counts as one only when it is complete. */
    void add(TermIndex at, Writer writer) throws IOException {
        Path unfinished = folder().resolve(UNFINISHED);
        delete(unfinished);
        writer.writeTo(unfinished);
        Path complete = folder().resolve("snapshot." + at.getTerm() + "_" + at.getIndex());
        delete(complete);
        Files.move(unfinished, complete, StandardCopyOption.ATOMIC_MOVE);
        look();
    }

    /** Looks what is the latest now: to be called when Ratis may have put something else in its place. */
    void look() throws IOException {
        Snapshot latest = latest();
        newest = latest == null ? null : new FileListSnapshotInfo(files(latest), latest.at());
    }

    private static List<FileInfo> files(Snapshot snapshot) throws IOException {
        try (Stream<Path> paths = Files.walk(snapshot.path())) {
            return paths.filter(p -> Files.isRegularFile(p) && !p.toString().endsWith(".md5"))
                    .sorted()
                    .map(p -> new FileInfo(p, null))
                    .toList();
        }
    }

    /** The snapshots, newest first. */
    List<Snapshot> all() throws IOException {
        List<Snapshot> found = new ArrayList<>();
        if (folder == null || !Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    found.add(new Snapshot(
                            entry, TermIndex.valueOf(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))));
                }
            }
        }
        found.sort(Comparator.comparing((Snapshot s) -> s.at().getIndex()).reversed());
        return found;
    }

    @Nullable
    Snapshot latest() throws IOException {
        List<Snapshot> found = all();
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return newest;
    }

    @Override
    public void format() {}

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        List<Snapshot> found = all();
        for (Snapshot old : found.subList(Math.min(KEPT, found.size()), found.size())) {
            delete(old.path());
        }
    }

    private Path folder() {
        if (folder == null) {
            throw new IllegalStateException("the group's storage isn't open");
        }
        return folder;
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path p : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(p);
            }
        }
    }
}
