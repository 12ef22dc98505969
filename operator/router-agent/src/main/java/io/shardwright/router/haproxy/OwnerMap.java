package io.shardwright.router.haproxy;

import java.io.IOException;
import java.nio.file.Path;

/**
 * HAProxy's map of owners, changed while requests flow.
 *
 * <p>A few changed partitions are set one by one: each look-up finds a partition's old value or its new one, and partitions
 * don't depend on each other. Many are swapped as a whole: a new version is filled aside and takes over in one step. Setting
 * costs HAProxy about as much per entry as swapping does, so that the limit only keeps the commands few.
 */
final class OwnerMap {
    /** Up to so many changed partitions are set one by one. */
    static final int MOST_SET_SINGLY = 512;

    private final CommandSocket socket;
    private final Path file;

    OwnerMap(CommandSocket socket, Path file) {
        this.socket = socket;
        this.file = file;
    }

    /**
     * Changes what HAProxy has from one content to another.
     *
     * @throws IOException if HAProxy isn't there or refuses; the map then has the old content or, without a swap, some of both
     */
    void change(OwnerEntries from, OwnerEntries to) throws IOException {
        int[] changed = to.changedSince(from);
        if (changed.length <= MOST_SET_SINGLY) {
            set(to, changed);
        } else {
            swap(to);
        }
    }

    /** Replaces the whole content, whatever it was. */
    void swap(OwnerEntries entries) throws IOException {
        String answer = socket.send("prepare map " + file).strip();
        String version = answer.substring(answer.lastIndexOf(' ') + 1);
        if (!answer.startsWith("New version created:")) {
            throw new RefusedException("prepare map", answer);
        }
        try {
            for (String chunk : entries.chunks(CommandSocket.MAX_COMMAND_BYTES)) {
                expectSilence("add map", socket.send("add map @" + version + " " + file + " <<\n" + chunk));
            }
            expectSilence("commit map", socket.send("commit map @" + version + " " + file));
        } catch (IOException e) {
            dropVersion(version, e);
            throw e;
        }
    }

    private void dropVersion(String version, IOException cause) {
        try {
            socket.send("clear map @" + version + " " + file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void set(OwnerEntries entries, int[] partitions) throws IOException {
        var line = new StringBuilder();
        for (int partition : partitions) {
            String command = "set map " + file + " " + partition + " " + entries.value(partition);
            if (line.length() + command.length() + 1 > CommandSocket.MAX_COMMAND_BYTES) {
                expectSilence("set map", socket.send(line.toString()));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ";").append(command);
        }
        if (!line.isEmpty()) {
            expectSilence("set map", socket.send(line.toString()));
        }
    }

    private static void expectSilence(String command, String answer) throws RefusedException {
        if (!answer.isBlank()) {
            throw new RefusedException(command, answer);
        }
    }
}
