package io.shardwright.cli.command;

import java.util.Map;
import picocli.CommandLine;

/** What the exit code of a command means. */
final class ExitCodes {
    static final int OK = 0;
    /** The API server or the operator would refuse what is asked for, a target is missed, or a rebalance didn't complete. */
    static final int REFUSED = 1;
    /** A file, an edit or an option is wrong in itself. */
    static final int BAD_INPUT = 2;
    /** A cluster is needed, and can't be reached or hasn't got the ShardSet or the rebalance. */
    static final int NO_CLUSTER = 3;
    /** A fault of this program. */
    static final int FAULT = 4;

    /** As help shows them, in the format of picocli. */
    static final Map<String, String> LIST = CommandLine.Model.UsageMessageSpec.keyValuesMap(
            OK + ":done",
            REFUSED
                    + ":refused: the API server or the operator wouldn't do what is asked for; a target is missed; or a watched rebalance didn't complete",
            BAD_INPUT + ":bad input: a file, an edit or an option is wrong in itself",
            NO_CLUSTER + ":a cluster is needed, and can't be reached or hasn't got the ShardSet or the rebalance",
            FAULT + ":a fault of this program");

    private ExitCodes() {}
}
