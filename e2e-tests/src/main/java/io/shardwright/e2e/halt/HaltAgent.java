package io.shardwright.e2e.halt;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Locale;

/** The agent's beginning: {@code -javaagent:JAR=kill=FILE}, or {@code watch=FILE}. */
public final class HaltAgent {
    private HaltAgent() {}

    /** What the agent does in a moment that it meets for the first time. */
    public enum Mode {
        /** Writes it down. */
        WATCH,
        /** Writes it down and ends the process. */
        KILL;

        /** The JVM's option for this mode. */
        public String option(String jar, String record) {
            return "-javaagent:" + jar + "=" + name().toLowerCase(Locale.ROOT) + "=" + record;
        }
    }

    /**
     * Called by the JVM before {@code main}.
     *
     * @param arguments mode and path of the record, with an equals sign between them
     * @throws IllegalArgumentException if there is no such mode; the JVM then ends
     */
    public static void premain(String arguments, Instrumentation instrumentation) throws IOException {
        String[] modeAndRecord = arguments.split("=", 2);
        if (modeAndRecord.length < 2) {
            throw new IllegalArgumentException("'" + arguments + "' is not MODE=FILE");
        }
        Mode mode = Mode.valueOf(modeAndRecord[0].toUpperCase(Locale.ROOT));
        HaltingCalls.record(new HaltRecord(Path.of(modeAndRecord[1]), mode == Mode.KILL));
        instrumentation.addTransformer(new CallSites());
    }
}
