package dev.muster.cli;

import dev.muster.cli.Lines.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.ExitCode;

/// Turns the lines of standard input into lines of standard output, in their order.
///
/// It holds a few lines at a time, however many come, and never waits for the next line before it prints what became of
/// the last. A line that is refused is named on standard error; the rest goes on.
final class LineByLine {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /// What is done to one line, on any core.
    interface Work {
        /// What to print for it.
        ///
        /// @throws IllegalArgumentException if it is refused, saying why
        List<byte[]> on(Line line);
    }

    /// What is begun with one line after the other, and ends some time.
    interface Errand {
        /// What to print for it, as soon as that is known.
        ///
        /// @throws IllegalArgumentException if it is refused, saying why
        CompletableFuture<List<byte[]>> begin(Line line) throws InterruptedException;
    }

    private sealed interface Result {
        record Done(List<byte[]> lines) implements Result {}

        record Refused(String why) implements Result {}

        record End() implements Result {}
    }

    private final Shell shell;
    private final Errand errand;
    private final BlockingQueue<Future<Result>> underway;

    private LineByLine(Shell shell, Errand errand, int atOnce) {
        this.shell = shell;
        this.errand = errand;
        this.underway = new ArrayBlockingQueue<>(atOnce);
    }

    /// Works on all cores until the input ends, and returns the exit status.
    ///
    /// @param what the lines are, for somebody who sits before an empty terminal
    static int run(Shell shell, String what, Work work) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(
                CORES, Thread.ofPlatform().daemon().name("line-", 0).factory());
        try {
            return run(shell, what, line -> CompletableFuture.supplyAsync(() -> work.on(line), workers), 4 * CORES);
        } finally {
            workers.shutdownNow();
        }
    }

    /// Begins with each line in turn until the input ends, and returns the exit status.
    ///
    /// @param atOnce how many lines may be underway
    static int run(Shell shell, String what, Errand errand, int atOnce) throws InterruptedException {
        if (shell.environment().isTerminal()) {
            shell.complain("reading " + what + " from the keyboard, one a line; Ctrl-D ends");
        }
        return new LineByLine(shell, errand, atOnce).run();
    }

    private int run() throws InterruptedException {
        Thread reader = Thread.ofPlatform().daemon().name("reader").start(this::read);
        try {
            return print();
        } finally {
            reader.interrupt();
        }
    }

    private void read() {
        try {
            underway.put(readAll());
        } catch (InterruptedException e) {
            // Nobody prints any more.
            Thread.currentThread().interrupt();
        }
    }

    /// Returns how the input ended.
    private Future<Result> readAll() throws InterruptedException {
        var lines = new Lines(shell.in());
        try {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) underway.put(begin(line.get()));
            return CompletableFuture.completedFuture(new Result.End());
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Result> begin(Line line) throws InterruptedException {
        CompletableFuture<List<byte[]>> begun;
        try {
            begun = errand.begin(line);
        } catch (IllegalArgumentException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        return begun.<Result>thenApply(Result.Done::new).exceptionally(e -> refused(line, e));
    }

    private static Result refused(Line line, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapper ? wrapper.getCause() : thrown;
        if (cause instanceof IllegalArgumentException)
            return new Result.Refused("line " + line.number() + ": " + cause.getMessage());
        throw new CompletionException(cause);
    }

    private int print() throws InterruptedException {
        int exitCode = ExitCode.OK;
        while (true) {
            switch (await(underway.take())) {
                case Result.Done(var lines) -> lines.forEach(shell::print);
                case Result.Refused(var why) -> {
                    shell.complain(why);
                    exitCode = ExitCode.SOFTWARE;
                }
                case Result.End() -> {
                    return exitCode;
                }
            }
        }
    }

    private static Result await(Future<Result> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case IOException io -> new UncheckedIOException("can't read standard input: " + io.getMessage(), io);
                case RuntimeException own -> own;
                case null, default -> new IllegalStateException(e.getCause());
            };
        }
    }
}
