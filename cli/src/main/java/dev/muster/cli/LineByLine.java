package dev.muster.cli;

import dev.muster.cli.Lines.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.ExitCode;

/// Turns the lines of standard input into lines of standard output, on all cores, in their order.
///
/// It holds a few lines at a time, however many come, and never waits for the next line before it prints what became of
/// the last. A line that is refused is named on standard error; the rest goes on.
final class LineByLine {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /// What is done to one line.
    interface Work {
        /// What to print for it.
        ///
        /// @throws IllegalArgumentException if it is refused, saying why
        List<byte[]> on(Line line);
    }

    private sealed interface Result {
        record Done(List<byte[]> lines) implements Result {}

        record Refused(String why) implements Result {}

        record End() implements Result {}
    }

    private final Shell shell;
    private final Work work;
    private final BlockingQueue<Future<Result>> inHand = new ArrayBlockingQueue<>(4 * CORES);
    private final ExecutorService workers = Executors.newFixedThreadPool(
            CORES, Thread.ofPlatform().daemon().name("line-", 0).factory());

    private LineByLine(Shell shell, Work work) {
        this.shell = shell;
        this.work = work;
    }

    /// Works until the input ends, and returns the exit status.
    ///
    /// @param what the lines are, for somebody who sits before an empty terminal
    static int run(Shell shell, String what, Work work) throws InterruptedException {
        if (shell.environment().isTerminal()) {
            shell.complain("reading " + what + " from the keyboard, one a line; Ctrl-D ends");
        }
        return new LineByLine(shell, work).run();
    }

    private int run() throws InterruptedException {
        Thread reader = Thread.ofPlatform().daemon().name("reader").start(this::read);
        try {
            return print();
        } finally {
            reader.interrupt();
            workers.shutdownNow();
        }
    }

    private void read() {
        try {
            inHand.put(readAll());
        } catch (InterruptedException e) {
            // Nobody prints any more.
            Thread.currentThread().interrupt();
        }
    }

    /// @return how the input ended
    private Future<Result> readAll() throws InterruptedException {
        var lines = new Lines(shell.in());
        try {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                Line next = line.get();
                inHand.put(workers.submit(() -> result(next)));
            }
            return CompletableFuture.completedFuture(new Result.End());
        } catch (IOException | Failure e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Result result(Line line) {
        try {
            return new Result.Done(work.on(line));
        } catch (IllegalArgumentException e) {
            return new Result.Refused("line " + line.number() + ": " + e.getMessage());
        }
    }

    private int print() throws InterruptedException {
        int exitCode = ExitCode.OK;
        while (true) {
            switch (await(inHand.take())) {
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
