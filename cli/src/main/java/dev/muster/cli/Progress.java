package dev.muster.cli;

import dev.muster.kit.control.Operation.Listener;
import java.time.Duration;
import java.util.function.Consumer;

/// A bar on standard error that fills up, where somebody sees it: on a terminal. Nowhere else.
final class Progress implements Listener, AutoCloseable {
    private static final int WIDTH = 30;
    private static final long BETWEEN = Duration.ofMillis(100).toNanos();

    private final Shell shell;
    private final Consumer<byte[]> lines;
    private final boolean isSeen;
    private String what;
    private int longest;
    private long lastShown;
    private boolean isShown;

    /// @param what is going on, such as `import`
    Progress(Shell shell, String what) {
        this(shell, what, _ -> {
            throw new IllegalStateException(what + " has no lines");
        });
    }

    /// @param lines takes the lines of output
    Progress(Shell shell, String what, Consumer<byte[]> lines) {
        this.shell = shell;
        this.what = what;
        this.lines = lines;
        this.isSeen = shell.environment().isErrTerminal();
    }

    /// Something else is going on by now, such as `3 sent, 2 delivered`.
    void says(String now) {
        what = now;
    }

    @Override
    public void progress(long done, long total) {
        long now = System.nanoTime();
        if (!isSeen || total <= 0 || (isShown && now - lastShown < BETWEEN)) return;
        lastShown = now;
        isShown = true;
        double share = Math.clamp((double) done / total, 0, 1);
        int filled = (int) (share * WIDTH);
        longest = Math.max(longest, what.length());
        shell.err()
                .print("\r%s [%s%s] %3d %%"
                        .formatted(
                                what + " ".repeat(longest - what.length()),
                                "#".repeat(filled),
                                " ".repeat(WIDTH - filled),
                                (int) (share * 100)));
        shell.err().flush();
    }

    @Override
    public void line(byte[] line) {
        lines.accept(line);
    }

    /// Takes the bar away: what comes now has the line for itself.
    @Override
    public void close() {
        if (!isShown) return;
        shell.err().print("\r" + " ".repeat(longest + WIDTH + 10) + "\r");
        shell.err().flush();
        isShown = false;
    }
}
