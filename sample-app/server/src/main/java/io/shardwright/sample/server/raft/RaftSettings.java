package io.shardwright.sample.server.raft;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * How Ratis is set up. The aims, in this order: nothing acknowledged is lost, a heap of 64 MiB suffices, a dead leader is
 * replaced within five seconds and a slow one isn't replaced at all, an entry costs little.
 *
 * @param electionMillis shortest time without a leader after which a follower stands for election; the longest is five
 *     thirds of that, and a leader that reaches no majority for so long gives up
 * @param snapshotBytes bytes of applied entries after which a snapshot is taken
 * @param snapshotEntries applied entries after which a snapshot is taken
 * @param keptEntries entries kept in the log behind a snapshot, for followers that lag a little
 */
public record RaftSettings(int electionMillis, long snapshotBytes, long snapshotEntries, long keptEntries) {
    /** For a cluster. */
    public static final RaftSettings DEFAULT = new RaftSettings(1_500, 32L << 20, 50_000, 1_000);

    private static final int LARGEST_ENTRY = 2 << 20;

    RaftProperties properties(Path folder, int port) {
        RaftProperties p = new RaftProperties();
        RaftConfigKeys.Rpc.setType(p, SupportedRpcType.GRPC);
        GrpcConfigKeys.Server.setPort(p, port);
        RaftServerConfigKeys.setStorageDir(p, List.of(folder.toFile()));
        elections(p);
        log(p);
        transport(p);
        threads(p);
        return p;
    }

    private void elections(RaftProperties p) {
        TimeDuration shortest = millis(electionMillis);
        TimeDuration longest = millis(electionMillis * 5L / 3);
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, shortest);
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, longest);
        // A group that starts, or restarts as a whole, has no leader to wait for.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(electionMillis / 4));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, longest.multiply(0.5));
        // A vote must not wait for a dead host.
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, millis(Math.min(electionMillis, 1_000)));
        RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
        // How long a new voter may be silent before the change is given up.
        RaftServerConfigKeys.setStagingTimeout(p, millis(10_000));
        RaftServerConfigKeys.setSleepDeviationThreshold(p, longest);
    }

    private void log(RaftProperties p) {
        // Flushing stays synchronous: an entry is acknowledged when it is on the disks of a majority.
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf(2L * LARGEST_ENTRY));
        RaftServerConfigKeys.Log.setQueueByteLimit(p, 8 << 20);
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Log.setPurgeGap(p, 64);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(p, keptEntries);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf(LARGEST_ENTRY));
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(p, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(p, TimeDuration.ZERO);
        // Pause and number of tries, in stages. When they are used up, Ratis would try without a pause.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, "10ms,10, 500ms,20, 2s,1000000000");
        RaftServerConfigKeys.Write.setByteLimit(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, TimeDuration.valueOf(10, TimeUnit.SECONDS));
        // The state machine asks for snapshots itself: Ratis counts entries, here bytes count too.
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(p, 1L);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, 2);
    }

    private static void transport(RaftProperties p) {
        GrpcConfigKeys.setMessageSizeMax(p, SizeInBytes.valueOf(2L * LARGEST_ENTRY));
        GrpcConfigKeys.setFlowControlWindow(p, SizeInBytes.valueOf(LARGEST_ENTRY));
        // Without epoll no native library has to be unpacked; the file system is read-only.
        GrpcConfigKeys.setUseEpoll(p, false);
    }

    private static void threads(RaftProperties p) {
        RaftServerConfigKeys.ThreadPool.setServerSize(p, 8);
        RaftServerConfigKeys.ThreadPool.setClientSize(p, 4);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(p, 4);
    }

    private static TimeDuration millis(long value) {
        return TimeDuration.valueOf(value, TimeUnit.MILLISECONDS);
    }
}
