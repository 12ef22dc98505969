package io.shardwright.e2e.halt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shardwright.e2e.cluster.Command;
import io.shardwright.e2e.halt.HaltAgent.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent in a JVM of its own, whose calls go to a server in this one. */
class HaltAgentTest {
    private static final int KILLED = 137;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The program's sites, in the order that it meets them first. */
    private static final List<String> SITES =
            List.of("PUT leases", "GET status", "PATCH statefulsets", "PUT moves", "POST events");

    @TempDir
    Path folder;

    private final List<String> served = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.write(folder.resolve("agent.jar"), AgentJar.bytes());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            served.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Test
    void aProcessIsKilledBeforeAndAfterEachSiteExactlyOnceAndThenEndsWell() throws IOException {
        List<String> moments = moments();
        for (int death = 0; death < moments.size(); death++) {
            served.clear();
            Command run = run(Mode.KILL);
            String moment = moments.get(death);
            assertThat(run.exitCode()).as("%s: %s", moment, run.output()).isEqualTo(KILLED);
            assertThat(run.output()).contains("halting " + moment);
            assertThat(record()).isEqualTo(moments.subList(0, death + 1));
            assertThatTheLastCallIsTheOneOf(moment, run);
        }
        served.clear();
        assertThat(run(Mode.KILL).exitCode()).isZero();
        assertThat(served).isEqualTo(CallingProgram.CALLS);
        assertThat(record()).isEqualTo(moments);
    }

    /** Before a call the server hasn't got it; after it the server has answered it, and the program hasn't seen that. */
    private void assertThatTheLastCallIsTheOneOf(String moment, Command run) {
        List<String> sites = CallingProgram.CALLS.stream()
                .map(HaltAgentTest::siteOf)
                .map(site -> moment.substring(moment.indexOf(' ') + 1).equals(site) ? "here" : site)
                .toList();
        int call = sites.indexOf("here");
        assertThat(served).isEqualTo(CallingProgram.CALLS.subList(0, moment.startsWith("before") ? call : call + 1));
        assertThat(run.output().lines().filter(line -> line.startsWith("answered")))
                .hasSize(call);
    }

    private static String siteOf(String call) {
        String[] methodAndPath = call.split(" ");
        return Site.of(methodAndPath[0], methodAndPath[1]).map(Site::name).orElse("read");
    }

    @Test
    void aWatchingAgentNamesTheSameMomentsAndLetsTheProcessLive() throws IOException {
        Command run = run(Mode.WATCH);
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(record()).isEqualTo(moments());
        assertThat(served).isEqualTo(CallingProgram.CALLS);
    }

    @Test
    void anAnswerThatSaysNoIsAnAnswer() throws IOException {
        status = 409;
        Command run = run(Mode.WATCH);
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(record()).isEqualTo(moments());
    }

    @Test
    void aCallWithoutAnAnswerHasOnlyTheMomentBeforeIt() throws IOException {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("PATCH")) {
                throw new IOException("no answer");
            }
            answer(exchange);
        });
        Command run = run(Mode.WATCH);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        assertThat(record()).endsWith("before PATCH statefulsets").doesNotContain("after PATCH statefulsets");
    }

    @Test
    void aWrongArgumentEndsTheProcessAtItsStart() {
        Command run = run("-javaagent:" + folder.resolve("agent.jar") + "=" + folder.resolve("record"));
        assertThat(run.exitCode()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("is not MODE=FILE");
        assertThat(served).isEmpty();
    }

    private static List<String> moments() {
        List<String> moments = new ArrayList<>();
        SITES.forEach(site -> moments.addAll(List.of("before " + site, "after " + site)));
        return moments;
    }

    private List<String> record() throws IOException {
        return Files.readAllLines(folder.resolve("record"));
    }

    private Command run(Mode mode) {
        return run(mode.option(
                folder.resolve("agent.jar").toString(), folder.resolve("record").toString()));
    }

    /** The program's JVM sees the tests' classes, but not those of the agent: they must be in the jar. */
    private Command run(String agent) {
        return Command.run(
                LIMIT,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        agent,
                        "-cp",
                        testClasses().toString(),
                        CallingProgram.class.getName(),
                        "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                                + server.getAddress().getPort()));
    }

    private static Path testClasses() {
        try {
            return Path.of(CallingProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
