package io.shardwright.router.source;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.router.files.AtomicFile;
import io.shardwright.router.view.RouterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last view on disk: with it an agent that was restarted serves at once, without the API server. */
public final class ViewCache {
    private static final Logger LOG = LoggerFactory.getLogger(ViewCache.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;

    /** A cache in this file, which need not exist. */
    public ViewCache(Path file) {
        this.file = file;
    }

    /** What was stored, or nothing where there is no file or it can't be read. */
    public Optional<RouterView> load() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), RouterView.class));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("problem", e.getMessage())
                    .log("can't read the cached view; starting without it");
            return Optional.empty();
        }
    }

    /**
     * Replaces what is stored, at once.
     *
     * @throws IOException if the folder can't be written
     */
    public void store(RouterView view) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsBytes(view));
    }
}
