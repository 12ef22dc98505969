package io.shardwright.sample.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.sample.client.KvClient;
import io.shardwright.sample.client.MapRoute;
import io.shardwright.sample.client.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The load generator's command. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        version = "0.1",
        description = "Sends requests to a sample store at a fixed rate and checks every answer.",
        footer = {
            "",
            "Exit code: 0 if no request failed and no write was lost; 1 if requests failed; 2 if the options are wrong;",
            "3 if an acknowledged write was lost or something older was seen again."
        })
public final class LoadMain implements Callable<Integer> {
    @Option(names = "--url", description = "Address of the routers, e.g. http://store.")
    private @Nullable URI url;

    @Option(
            names = "--direct",
            paramLabel = "SHARDSET",
            description = "Go to the owners directly, by the map that the shards of this ShardSet hold.")
    private @Nullable String direct;

    @Option(names = "--rate", defaultValue = "200", description = "Requests per second (default ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            converter = Seconds.class,
            description = "How long, e.g. 60s or 5m (default ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--workers",
            defaultValue = "64",
            description = "Requests under way at once (default ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--keys", defaultValue = "2000", description = "Keys in use (default ${DEFAULT-VALUE}).")
    private int keys;

    @Option(
            names = "--value-bytes",
            defaultValue = "128",
            description = "Length of a value (default ${DEFAULT-VALUE}).")
    private int valueBytes;

    @Option(
            names = "--writes",
            defaultValue = "50",
            description = "Percent of requests that write (default ${DEFAULT-VALUE}).")
    private int writes;

    @Option(
            names = "--deletes",
            defaultValue = "4",
            description = "Percent of writes that delete (default ${DEFAULT-VALUE}).")
    private int deletes;

    @Option(
            names = "--conditional",
            defaultValue = "20",
            description = "Percent of writes that compare and set (default ${DEFAULT-VALUE}).")
    private int conditional;

    @Option(
            names = "--timeout",
            defaultValue = "30s",
            converter = Seconds.class,
            description = "Bound on one request (default ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--prefix",
            defaultValue = "load",
            description = "Beginning of every key (default ${DEFAULT-VALUE}).")
    private String prefix = "";

    @Option(names = "--seed", description = "Seed of the random choices; printed where it isn't given.")
    private @Nullable Long seed;

    @Option(
            names = "--control-port",
            defaultValue = "8099",
            description = "Port to watch and end the load by; 0 for none.")
    private int controlPort;

    @Option(names = "--linger", description = "Keep answering on the control port after the end, until stopped.")
    private boolean linger;

    /** Runs the command. */
    public static void main(String[] args) {
        if (System.getenv("SHARDWRIGHT_TRAIN") != null) {
            System.exit(Rehearsal.run());
        }
        System.exit(new CommandLine(new LoadMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        long actualSeed = seed == null ? System.nanoTime() : seed;
        HttpClient http = KvClient.newHttp();
        Profile profile;
        Route route;
        try {
            profile = new Profile(rate, workers, keys, valueBytes, writes, deletes, conditional, prefix, actualSeed);
            route = route(http);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        System.out.println("seed " + actualSeed);
        try (Stalls stalls = new Stalls();
                KvClient client = new KvClient(http, route, timeout)) {
            stalls.start();
            Recorder recorder = new Recorder(System.nanoTime(), stalls);
            Load load = new Load(profile, client, recorder);
            CountDownLatch stopped = new CountDownLatch(1);
            Runnable stop = () -> {
                load.stop();
                stopped.countDown();
            };
            try (var control = controlPort == 0 ? null : new ControlServer(controlPort, recorder, stop)) {
                Thread printer = Thread.ofVirtual().start(() -> printEverySecond(recorder, stopped));
                load.run(duration.toNanos());
                long wrong = load.verify();
                printer.interrupt();
                int code = conclude(recorder, wrong);
                if (linger && control != null) {
                    stopped.await();
                }
                return code;
            }
        }
    }

    private Route route(HttpClient http) throws java.io.IOException {
        if ((url == null) == (direct == null)) {
            throw new IllegalArgumentException("give either --url or --direct");
        }
        return url != null ? Route.through(url) : MapRoute.inCluster(http, Objects.requireNonNull(direct), "");
    }

    private void printEverySecond(Recorder recorder, CountDownLatch stopped) {
        Figures before = recorder.total(System.nanoTime());
        try {
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                Figures now = recorder.total(System.nanoTime());
                System.out.printf(
                        Locale.ROOT,
                        "%4.0fs %6d req/s %4d failed %3d violations  p99 so far %.1f ms%n",
                        now.seconds(),
                        Math.round((now.requests() - before.requests()) / (now.seconds() - before.seconds())),
                        now.failed() - before.failed(),
                        now.violations() - before.violations(),
                        now.p99Millis());
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int conclude(Recorder recorder, long wrongKeys) throws java.io.IOException {
        Figures figures = recorder.total(System.nanoTime());
        recorder.examples().forEach(System.out::println);
        System.out.println("RESULT " + new ObjectMapper().writeValueAsString(new Result(figures, wrongKeys)));
        if (figures.violations() > 0 || wrongKeys > 0) {
            return 3;
        }
        return figures.failed() > 0 ? 1 : 0;
    }

    /**
     * The last line's content.
     *
     * @param figures over the whole load
     * @param wrongKeys keys whose last read contradicts what was acknowledged
     */
    record Result(Figures figures, long wrongKeys) {}

    /** Reads {@code 90}, {@code 90s}, {@code 5m} or {@code 1h}. */
    static final class Seconds implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("[0-9]{1,7}[smh]?")) {
                throw new CommandLine.TypeConversionException("'" + text + "' is not a time such as 90s, 5m or 1h");
            }
            return Duration.parse("PT" + (text.matches(".*[smh]") ? text : text + "s"));
        }
    }
}
