package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.situation.SituationException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** What is said of a command that couldn't be carried out, and its exit code. */
final class Failures {
    private static final int MOST_PROBLEMS = 10;

    private Failures() {}

    /** An option or argument is wrong: one line, and where help is. */
    static int ofArguments(CommandLine.ParameterException e, String[] arguments) {
        var line = e.getCommandLine();
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        line.getErr()
                .println("arguments: " + message + ": see "
                        + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.BAD_INPUT;
    }

    /** A command failed: a line for each problem. */
    static int ofExecution(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        var err = line.getErr();
        return switch (e) {
            case InputException input -> {
                problems(input, err);
                yield ExitCodes.BAD_INPUT;
            }
            case SituationException situation -> {
                err.println(situation.getMessage());
                yield switch (situation.kind()) {
                    case EDIT_REFUSED -> ExitCodes.REFUSED;
                    case NO_CLUSTER -> ExitCodes.NO_CLUSTER;
                };
            }
            default -> {
                err.println("a fault of this program, please report it with what is below: " + e);
                e.printStackTrace(err);
                yield ExitCodes.FAULT;
            }
        };
    }

    private static void problems(InputException e, PrintWriter err) {
        e.problems().stream().limit(MOST_PROBLEMS).forEach(err::println);
        int more = e.problems().size() - MOST_PROBLEMS;
        if (more > 0) {
            err.println("... and " + more + " more");
        }
    }
}
