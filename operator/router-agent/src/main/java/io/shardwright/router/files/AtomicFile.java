package io.shardwright.router.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Replaces a file in one step, so that a reader finds the old content or the new. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes the content, unless the file has it already.
     *
     * @return whether it was written
     * @throws IOException if the folder can't be written
     */
    public static boolean write(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return false;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
