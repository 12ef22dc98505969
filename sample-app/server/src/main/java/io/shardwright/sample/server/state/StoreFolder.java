package io.shardwright.sample.server.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces the folder of a closed store by a checkpoint, so that a crash leaves either the old or the new one, never less:
 * copy to {@code X.restoring}, make it durable, rename it to {@code X.restored}, delete {@code X}, rename to {@code X}.
 */
final class StoreFolder {
    private StoreFolder() {}

    static void restore(Path checkpoint, Path folder) {
        Path restoring = sibling(folder, ".restoring");
        Path restored = sibling(folder, ".restored");
        try {
            deleteTree(restoring);
            deleteTree(restored);
            copyDurably(checkpoint, restoring);
            Files.move(restoring, restored, StandardCopyOption.ATOMIC_MOVE);
            syncParent(folder);
            finishRestore(folder);
        } catch (IOException e) {
            throw new StoreException("can't restore " + folder + " from " + checkpoint, e);
        }
    }

    /** Finishes a restore that a crash cut short after its copy was complete, and drops one that wasn't. */
    static void finishRestore(Path folder) {
        Path restored = sibling(folder, ".restored");
        try {
            if (Files.exists(restored)) {
                deleteTree(folder);
                Files.move(restored, folder, StandardCopyOption.ATOMIC_MOVE);
                syncParent(folder);
            }
            deleteTree(sibling(folder, ".restoring"));
        } catch (IOException e) {
            throw new StoreException("can't finish the restore of " + folder, e);
        }
    }

    private static Path sibling(Path folder, String suffix) {
        return folder.resolveSibling(folder.getFileName() + suffix);
    }

    private static void copyDurably(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (Files.isRegularFile(file)) {
                    sync(Files.copy(file, to.resolve(file.getFileName().toString())));
                }
            }
        }
        sync(to);
    }

    private static void syncParent(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
