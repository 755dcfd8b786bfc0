package dev.muster.cli;

import picocli.CommandLine.ExitCode;

/// Ends a command. Its message says what was expected, what came and what to do about it, to somebody who knows none of
/// our code.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /// Something was refused or went wrong.
    Failure(String message) {
        this(message, ExitCode.SOFTWARE);
    }

    private Failure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The command was not given what it needs.
    static Failure usage(String message) {
        return new Failure(message, ExitCode.USAGE);
    }

    int exitCode() {
        return exitCode;
    }
}
