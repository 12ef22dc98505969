package io.shardwright.bench;

import io.shardwright.bench.results.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** What this process runs on. */
final class ThisMachine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private ThisMachine() {}

    static Machine describe(Clock clock) {
        return new Machine(
                clock.instant().truncatedTo(ChronoUnit.MINUTES).toString(),
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().maxMemory());
    }

    private static String cpu() {
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch", "unknown"));
        } catch (IOException noSuchFile) {
            return System.getProperty("os.arch", "unknown");
        }
    }
}
