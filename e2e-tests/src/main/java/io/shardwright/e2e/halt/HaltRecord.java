package io.shardwright.e2e.halt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The moments met so far, one a line in a file that outlives the process, in their order. The file's lines are the only memory:
 * what is in it is passed, what isn't is met for the first time. Thread-safe.
 */
final class HaltRecord {
    /** The exit code of a process ended by SIGKILL. */
    private static final int KILLED = 137;

    private final Path file;
    private final boolean halts;
    private final Set<String> met = ConcurrentHashMap.newKeySet();

    /**
     * A record that goes on where its file ends.
     *
     * @param halts whether a moment met for the first time is the process's last
     */
    HaltRecord(Path file, boolean halts) throws IOException {
        this.file = file;
        this.halts = halts;
        if (Files.exists(file)) {
            met.addAll(Files.readAllLines(file));
        }
    }

    /** Returns at once where the moment has been met before. Else writes it down and, if that is asked for, never returns. */
    void meet(String moment) {
        if (!met.contains(moment)) {
            meetFirst(moment);
        }
    }

    /** One thread at a time: the process's other threads must not write a second moment before it ends. */
    private synchronized void meetFirst(String moment) {
        if (!met.add(moment)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap((moment + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (halts) {
            System.err.println("halting " + moment);
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
