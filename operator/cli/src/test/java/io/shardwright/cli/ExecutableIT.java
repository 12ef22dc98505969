package io.shardwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one file that is installed, run as a process of its own. */
class ExecutableIT {
    private static final Path EXECUTABLE = Path.of("target/kubectl-shards").toAbsolutePath();
    private static final String STORE =
            Path.of("../../manifests/examples/store.yaml").toAbsolutePath().toString();
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    Path folder;

    private record Result(int exitCode, String out, String err, Duration time) {}

    private Process start(Path executable, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command)
                .redirectOutput(Files.createTempFile(folder, "out", "").toFile())
                .redirectError(Files.createTempFile(folder, "err", "").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(EXECUTABLE, environment, arguments);
    }

    private Result run(Path executable, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        var process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out),
                Files.readString(err),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private Map<String, String> withCache() {
        return Map.of(
                "JAVA_HOME",
                JAVA_HOME,
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString());
    }

    @Test
    void startsFromACacheThatTheFirstUseMakes() throws IOException, InterruptedException {
        var first = run(withCache(), "plan", "-f", STORE);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(run(withCache(), "version").out()).contains("start-up cache " + folder.resolve("cache/shardwright"));
        var fastest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            var next = run(withCache(), "plan", "-f", STORE);
            assertThat(next.out()).isEqualTo(first.out());
            fastest = next.time().compareTo(fastest) < 0 ? next.time() : fastest;
        }
        var without = run(Map.of("JAVA_HOME", JAVA_HOME, "SHARDWRIGHT_NO_CACHE", "1"), "plan", "-f", STORE);
        assertThat(without.out()).isEqualTo(first.out());
        System.out.printf(
                "kubectl shards plan: first use %d ms, from the cache %d ms (fastest of 5), without %d ms%n",
                first.time().toMillis(), fastest.toMillis(), without.time().toMillis());
        assertThat(fastest).isLessThan(Duration.ofSeconds(5)); // Half a second on an idle machine; tests share theirs.
    }

    @Test
    void twoFirstUsesAtOnceBothSucceedAndLeaveOneCache() throws IOException, InterruptedException {
        var one = start(EXECUTABLE, withCache(), "plan", "-f", STORE);
        var two = start(EXECUTABLE, withCache(), "plan", "-f", STORE);
        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        try (var files = Files.list(folder.resolve("cache/shardwright"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .endsWith(".aot");
        }
    }

    @Test
    void runsWithoutACacheAndSaysWhy() throws IOException, InterruptedException {
        assertThat(run(Map.of("JAVA_HOME", JAVA_HOME, "XDG_CACHE_HOME", "/proc"), "version")
                        .out())
                .contains("start-up cache none: /proc/shardwright can't be written to");
        assertThat(run(Map.of("JAVA_HOME", JAVA_HOME), "version").out())
                .contains("start-up cache none: neither XDG_CACHE_HOME nor HOME is set");
    }

    @Test
    void findsJavaByPathAndNamesTheFixWhereThereIsNone() throws IOException, InterruptedException {
        var byPath = run(Map.of("PATH", JAVA_HOME + "/bin:/usr/bin:/bin", "SHARDWRIGHT_NO_CACHE", "1"), "version");
        assertThat(byPath.out()).contains("SHARDWRIGHT_NO_CACHE is set");
        // A copy that looks in no usual folder stands for a machine without Java.
        var lonely = folder.resolve("kubectl-shards");
        byte[] bytes = Files.readAllBytes(EXECUTABLE);
        String start = new String(bytes, 0, 4096, StandardCharsets.ISO_8859_1);
        Files.writeString(
                lonely,
                start.substring(0, start.indexOf("\nexit\n") + 6)
                        .replace("/usr/lib/jvm/*", "")
                        .replace("/opt/*jdk*", ""));
        Files.setPosixFilePermissions(lonely, PosixFilePermissions.fromString("rwxr-xr-x"));
        var without = run(lonely, Map.of("PATH", toolsWithoutJava().toString()), "version");
        assertThat(without.exitCode()).isEqualTo(4);
        assertThat(without.err())
                .isEqualTo(
                        "kubectl-shards: needs Java 25 or newer, and found none: install one (such as temurin-25-jre) or set JAVA_HOME to it\n");
    }

    private Path toolsWithoutJava() throws IOException {
        var tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("sh", "readlink")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        return tools;
    }

    @Test
    void worksFromACopyInAFolderOnThePathWithSpacesInItsName() throws IOException, InterruptedException {
        var bin = Files.createDirectory(folder.resolve("my programs"));
        var copy = Files.copy(EXECUTABLE, bin.resolve("kubectl-shards"), StandardCopyOption.COPY_ATTRIBUTES);
        var result = run(copy, withCache(), "version");
        assertThat(result.out()).contains("start-up cache " + folder.resolve("cache/shardwright"));
    }

    @Test
    void givesOneLineAndExitCodeTwoForBadInput() throws IOException, InterruptedException {
        var environment = Map.of("JAVA_HOME", JAVA_HOME, "SHARDWRIGHT_NO_CACHE", "1");
        var invalid = Path.of("../../crds/src/test/resources/invalid").toAbsolutePath();
        for (String name :
                List.of("unknown-field.yaml", "shard-weight-negative.yaml", "shards-more-than-partitions.yaml")) {
            var result = run(environment, "plan", "-f", invalid.resolve(name).toString());
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err().lines()).hasSize(1);
        }
    }
}
