package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that a crash cuts short leaves the old content or the new one. */
class StoreFolderTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path checkpoint;

    @BeforeEach
    void fill() throws Exception {
        db = write("db", "old");
        checkpoint = write("checkpoint", "new");
    }

    private Path write(String name, String content) throws Exception {
        Path made = Files.createDirectories(folder.resolve(name));
        Files.writeString(made.resolve("file"), content);
        return made;
    }

    private String content() throws Exception {
        return Files.readString(db.resolve("file"));
    }

    @Test
    void replacesTheContentAndLeavesTheCheckpoint() throws Exception {
        Files.writeString(db.resolve("more"), "old");
        StoreFolder.restore(checkpoint, db);
        assertThat(content()).isEqualTo("new");
        assertThat(db.resolve("more")).doesNotExist();
        assertThat(checkpoint.resolve("file")).hasContent("new");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("db", "checkpoint");
    }

    @Test
    void aCrashWhileCopyingKeepsTheOldContent() throws Exception {
        write("db.restoring", "half");
        StoreFolder.finishRestore(db);
        assertThat(content()).isEqualTo("old");
        assertThat(folder.resolve("db.restoring")).doesNotExist();
    }

    @Test
    void aCrashBehindTheCopyEndsWithTheNewContent() throws Exception {
        write("db.restored", "new");
        StoreFolder.finishRestore(db);
        assertThat(content()).isEqualTo("new");
        assertThat(folder.resolve("db.restored")).doesNotExist();
    }

    @Test
    void aCrashAfterTheOldContentIsGoneEndsWithTheNewContent() throws Exception {
        write("db.restored", "new");
        StoreFolder.deleteTree(db);
        StoreFolder.finishRestore(db);
        assertThat(content()).isEqualTo("new");
    }
}
