package dev.muster.cli;

import dev.muster.cli.Shell.OutputLost;
import dev.muster.kit.control.ControlFailure;
import dev.muster.relay.store.StoreFailure;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// How a command ends that can't go on: a line or two on standard error, and an exit status.
///
/// 1 when something was refused or failed, 2 when the command was called wrongly.
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /// What a shell reports of a program that a closed pipe has ended: 128 and the number of SIGPIPE.
    private static final int BROKEN_PIPE = 141;

    /// 64 hex digits may be a secret key; in a complaint about how a command was called, nothing is lost without them.
    private static final String LONG_HEX = "\\b[0-9a-fA-F]{64}\\b";

    private final Shell shell;

    Complaints(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        shell.complain(String.valueOf(e.getMessage()).replaceAll(LONG_HEX, "…"));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> similar = unmatched.getSuggestions();
            if (!similar.isEmpty()) shell.complain("did you mean: " + similar.getFirst() + "?");
        }
        boolean lacksSubcommand = !(e instanceof UnmatchedArgumentException)
                && !command.getSubcommands().isEmpty();
        if (lacksSubcommand) command.usage(shell.err());
        else pointToHelp(command);
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) throws Exception {
        return switch (e) {
            case OutputLost lost when lost.isBrokenPipe() -> BROKEN_PIPE;
            case Failure failure -> {
                shell.complain(String.valueOf(failure.getMessage()));
                if (failure.exitCode() == ExitCode.USAGE) pointToHelp(command);
                yield failure.exitCode();
            }
            // Below us, IllegalArgumentException means that somebody gave us something malformed.
            case OutputLost _, UncheckedIOException _, IllegalArgumentException _, ControlFailure _, StoreFailure _ -> {
                shell.complain(String.valueOf(e.getMessage()));
                yield ExitCode.SOFTWARE;
            }
            // A mistake of ours: whoever reports it needs to see where.
            default -> throw e;
        };
    }

    private void pointToHelp(CommandLine command) {
        shell.complain("see: " + command.getCommandSpec().qualifiedName() + " --help");
    }
}
