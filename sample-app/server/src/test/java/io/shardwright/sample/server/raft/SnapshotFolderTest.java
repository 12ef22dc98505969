package io.shardwright.sample.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.StorageImplUtils;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFolderTest {
    @TempDir
    private Path folder;

    private RaftStorage storage;
    private final SnapshotFolder snapshots = new SnapshotFolder();

    @BeforeEach
    void open() throws IOException {
        storage = StorageImplUtils.newRaftStorage(
                folder.resolve("group").toFile(),
                SizeInBytes.ZERO,
                RaftStorage.StartupOption.FORMAT,
                CorruptionPolicy.getDefault());
        storage.initialize();
        snapshots.init(storage);
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    private static void write(Path path) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("a.sst"), "table");
        Files.writeString(path.resolve("a.sst.md5"), "digest");
    }

    private SnapshotInfo latest() {
        return Objects.requireNonNull(snapshots.getLatestSnapshot());
    }

    @Test
    void theLatestSnapshotIsTheOneThatWasTakenLast() throws IOException {
        assertThat(snapshots.getLatestSnapshot()).isNull();
        snapshots.add(TermIndex.valueOf(1, 5), SnapshotFolderTest::write);
        snapshots.add(TermIndex.valueOf(2, 11), SnapshotFolderTest::write);

        assertThat(latest().getTermIndex()).isEqualTo(TermIndex.valueOf(2, 11));
        assertThat(latest().getFiles())
                .extracting(file -> file.getPath().getFileName().toString())
                .isEqualTo(List.of("a.sst"));
    }

    /** Ratis asks with every message to a follower. */
    @Test
    void theDiskIsNotAskedAgainWhileNothingNewWasTaken() throws IOException {
        snapshots.add(TermIndex.valueOf(1, 5), SnapshotFolderTest::write);

        assertThat(latest()).isSameAs(latest());
    }

    @Test
    void whatRatisReceivedCountsOnceItIsLookedFor() throws IOException {
        snapshots.add(TermIndex.valueOf(1, 5), SnapshotFolderTest::write);
        Path all = storage.getStorageDir().getStateMachineDir().toPath();
        SnapshotFolder.delete(all.resolve("snapshot.1_5"));
        write(all.resolve("snapshot.3_40"));
        snapshots.look();

        assertThat(latest().getTermIndex()).isEqualTo(TermIndex.valueOf(3, 40));
    }

    @Test
    void whatWasTakenBeforeARestartIsFound() throws IOException {
        snapshots.add(TermIndex.valueOf(1, 5), SnapshotFolderTest::write);
        var restarted = new SnapshotFolder();
        restarted.init(storage);

        assertThat(Objects.requireNonNull(restarted.getLatestSnapshot()).getIndex())
                .isEqualTo(5);
    }
}
