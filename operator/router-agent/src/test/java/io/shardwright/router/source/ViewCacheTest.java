package io.shardwright.router.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.router.view.Endpoint;
import io.shardwright.router.view.RouterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCacheTest {
    @TempDir
    private Path folder;

    @Test
    void bringsBackWhatWasStored() throws IOException {
        var cache = new ViewCache(folder.resolve("view.json"));
        assertThat(cache.load()).isEmpty();
        var view = new RouterView(
                new OwnershipMap(
                        "uid",
                        4,
                        16,
                        List.of(new OwnershipMap.ShardRanges(2, "0-15")),
                        List.of(new EpochRanges(3, "5"))),
                new TreeMap<>(Map.of(2, List.of(new Endpoint("store-2-0", "fd00::1", true, false)))),
                new TreeMap<>(Map.of(2, "store-2-0")));
        cache.store(RouterView.EMPTY);
        assertThat(cache.load()).contains(RouterView.EMPTY);
        cache.store(view);
        assertThat(cache.load()).contains(view);
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("view.json"));
    }

    @Test
    void startsWithoutAFileThatCanNotBeRead() throws IOException {
        Path file = folder.resolve("view.json");
        Files.writeString(file, "{\"map\": {\"epoch\": 4");
        assertThat(new ViewCache(file).load()).isEmpty();
        Files.writeString(file, "{\"map\": {\"epoch\": 4}}");
        assertThat(new ViewCache(file).load()).isEmpty();
    }
}
