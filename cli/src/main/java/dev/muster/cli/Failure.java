package dev.muster.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    /// A file can't be used.
    ///
    /// @param what what was to be done with it, such as `read`
    static Failure of(String what, Path file, IOException e) {
        String why = switch (e) {
            case NoSuchFileException _ -> what.equals("read") ? "there is no such file" : "its folder doesn't exist";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new Failure("can't " + what + " " + file + ": " + why);
    }

    int exitCode() {
        return exitCode;
    }
}
