package io.shardwright.cli.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: a script by which a shell completes {@code kubectl-shards}. */
@Command(
        name = "completion",
        description = "Prints a script by which a shell completes kubectl-shards.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(kubectl-shards completion bash)", "  source <(kubectl-shards completion zsh)"})
final class CompletionCommand implements Callable<Integer> {
    private static final String PROGRAM = "kubectl-shards";

    /** Shells for which there is a script. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    Shell shell = Shell.bash;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        // Zsh runs the completions of bash once it is told to.
        String prefix = shell == Shell.zsh ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
        line.getOut().print(prefix + AutoComplete.bash(PROGRAM, line.getParent()));
        line.getOut().flush();
        return ExitCodes.OK;
    }
}
