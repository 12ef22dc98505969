package io.shardwright.bench.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one run found.
 *
 * @param seed of all inputs
 * @param quick smaller sizes and fewer rounds, to try the benchmark itself; no figure of such a run belongs in a document
 * @param peerPartitions partitions in {@code peers}
 * @param peerShards shards in {@code peers}
 * @param sweep null if skewed loads weren't part of the run
 */
public record Results(
        Machine machine,
        long seed,
        boolean quick,
        int peerPartitions,
        int peerShards,
        List<PeerRow> peers,
        List<ScalingCell> scaling,
        List<SkewRow> skew,
        @Nullable SkewSweep sweep,
        List<DriftRun> drift) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static Results read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Results.class);
    }

    /** Writes these results; makes the folder if there is none. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this));
    }
}
