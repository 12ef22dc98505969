package io.shardwright.router.haproxy;

import io.shardwright.router.files.AtomicFile;
import io.shardwright.router.files.RouterFiles;
import io.shardwright.router.settings.RouterSettings;
import io.shardwright.router.view.RouterView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings HAProxy to what the view says. Each call observes the worker and sends the difference, so that it makes no
 * difference what happened between two calls: a crash of HAProxy, a restart of the agent, a command of a human.
 *
 * <p>Order within a call: files (so that a HAProxy which starts anew has everything), weights (a new leader comes first), new
 * servers, map, then the removal of servers that the map no longer needs. For one thread.
 */
public final class HaproxyDriver {
    private static final Logger LOG = LoggerFactory.getLogger(HaproxyDriver.class);

    private final RouterSettings settings;
    private final HaproxyEvents events;
    private final HaproxyConfig config;
    private final CommandSocket admin;
    private final CommandSocket master;
    private final ServerPool pool;
    private final OwnerMap map;

    private int backends = Backends.FEWEST;
    private @Nullable String workerIdentity;
    /** What the worker's map has; null where that isn't known. */
    private @Nullable OwnerEntries loaded;

    private @Nullable Target written;
    private int writtenBackends;
    private @Nullable RouterView derivedFrom;
    private @Nullable Target derived;

    /** A driver of the HAProxy that shares the settings' folder. */
    public HaproxyDriver(RouterSettings settings, HaproxyEvents events) {
        this.settings = settings;
        this.events = events;
        this.config = new HaproxyConfig(settings);
        this.admin = new CommandSocket(settings.files().adminSocket());
        this.master = new CommandSocket(settings.files().masterSocket());
        this.pool = new ServerPool(admin, config);
        this.map = new OwnerMap(admin, settings.files().owners());
    }

    /**
     * Writes the files that HAProxy starts from.
     *
     * @throws IOException if the folder can't be written
     */
    public void writeFiles(RouterView view) throws IOException {
        AtomicFile.write(settings.files().decoder(), decoder());
        Target target = target(view);
        backends = Math.max(backends, neededBackends(target));
        writeFiles(target);
    }

    /**
     * Brings HAProxy as near to the view as it can be brought now. A step that HAProxy refuses keeps no other from being
     * tried.
     *
     * @throws IOException if the folder can't be written; what HAProxy refuses is in the result instead
     */
    public HaproxyState apply(RouterView view) throws IOException {
        Target target = target(view);
        writeFiles(target);
        try {
            return drive(target);
        } catch (IOException e) {
            loaded = null;
            return HaproxyState.unreachable(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    private HaproxyState drive(Target target) throws IOException {
        Worker worker = observe();
        var problems = new ArrayList<String>();
        if (target.shards() > backends) {
            attempt(problems, () -> reload(target));
            worker = observe();
        }
        Worker before = worker;
        attempt(problems, () -> pool.setWeights(before, target.servers()));
        attempt(problems, () -> pool.add(before, target.servers()));
        if (target.knowsOwners()) {
            attempt(problems, () -> load(target.entries()));
        }
        if (target.knowsServers()) {
            attempt(problems, () -> pool.remove(before, target.servers()));
        }
        return state(target, Worker.observe(admin), problems.isEmpty() ? null : problems.getFirst());
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(List<String> problems, Step step) throws IOException {
        try {
            step.run();
        } catch (RefusedException e) {
            problems.add(Objects.requireNonNullElse(e.getMessage(), "refused"));
        }
    }

    private Worker observe() throws IOException {
        Worker worker = Worker.observe(admin);
        if (!worker.identity().equals(workerIdentity)) {
            workerIdentity = worker.identity();
            loaded = null;
            backends = Worker.backends(admin);
            LOG.atInfo()
                    .addKeyValue("worker", workerIdentity.strip())
                    .addKeyValue("backends", backends)
                    .log("found a HAProxy worker");
        }
        return worker;
    }

    private void load(OwnerEntries wanted) throws IOException {
        if (wanted.equals(loaded)) {
            return;
        }
        long start = System.nanoTime();
        if (loaded == null) {
            map.swap(wanted);
        } else {
            OwnerEntries before = loaded;
            loaded = null;
            map.change(before, wanted);
        }
        loaded = wanted;
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        events.mapLoaded(took);
        LOG.atInfo()
                .addKeyValue("epoch", wanted.mapEpoch())
                .addKeyValue("micros", took.toNanos() / 1_000)
                .log("HAProxy routes by another map");
    }

    private void reload(Target target) throws IOException {
        int had = backends;
        backends = Backends.provided(target.shards());
        writeFiles(target);
        String answer = master.send("reload");
        if (!answer.startsWith("Success=1")) {
            backends = had;
            throw new RefusedException("reload", answer);
        }
        events.reloaded();
        LOG.atInfo().addKeyValue("backends", backends).log("reloaded HAProxy for more backends");
    }

    private HaproxyState state(Target target, Worker worker, @Nullable String problem) {
        int up = (int) worker.up();
        int removing = (int) worker.servers().values().stream()
                .filter(Worker.ServerState::maintenance)
                .count();
        var served = worker.servedShards();
        int missing = (int) target.owners().stream()
                .filter(shard -> !served.contains(shard))
                .count();
        long epoch = loaded == null ? 0 : loaded.mapEpoch();
        return new HaproxyState(true, epoch, up, worker.servers().size() - up - removing, missing, problem);
    }

    private Target target(RouterView view) {
        if (derived == null || view != derivedFrom) {
            derived = Target.of(view, settings.partitions(), derived);
            derivedFrom = view;
        }
        return derived;
    }

    private int neededBackends(Target target) {
        return target.shards() > backends ? Backends.provided(target.shards()) : backends;
    }

    /** What isn't known yet never replaces what an earlier agent of this pod wrote. */
    private void writeFiles(Target target) throws IOException {
        if (target.equals(written) && backends == writtenBackends) {
            return;
        }
        RouterFiles files = settings.files();
        if (target.knowsOwners() || !Files.exists(files.owners())) {
            AtomicFile.write(files.owners(), target.entries().file());
        }
        if (target.knowsServers() || !Files.exists(files.config())) {
            Collection<ServerSpec> servers = target.servers().values();
            AtomicFile.write(files.config(), config.render(backends, servers).getBytes(StandardCharsets.UTF_8));
        }
        written = target;
        writtenBackends = backends;
    }

    private static byte[] decoder() {
        try (InputStream script = HaproxyDriver.class.getResourceAsStream("decode.lua")) {
            return Objects.requireNonNull(script, "decode.lua is part of this jar")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
