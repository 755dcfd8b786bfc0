package dev.muster.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel knows of a process: its folder under `/proc`.
record Proc(Path folder) {
    /// Linux shows times in hundredths of a second, whatever it counts in.
    private static final long MICROS_PER_TICK = 10_000;

    /// Where the fields are, counted after the program's name, which may hold anything.
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    static Proc of(long pid) {
        return new Proc(Path.of("/proc", Long.toString(pid)));
    }

    /// CPU time of all its threads, past ones too, in user space and kernel.
    long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    long residentBytes() {
        return number("smaps_rollup", "Rss:") * 1024;
    }

    /// What of it is its own: without the files that it looks into, whose pages the kernel takes back when it likes.
    long ownBytes() {
        return number("smaps_rollup", "Anonymous:") * 1024;
    }

    /// What it has had written to disk, in the pages that the kernel writes.
    long writtenBytes() {
        return number("io", "write_bytes:");
    }

    private long number(String file, String name) {
        for (String line : read(file).split("\n", -1)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).strip().split(" ", 2)[0]);
            }
        }
        throw new IllegalStateException("no " + name + " in " + folder.resolve(file));
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the server is gone, or not ours to look at", e);
        }
    }
}
