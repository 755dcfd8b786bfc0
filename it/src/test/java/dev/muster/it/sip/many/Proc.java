package dev.muster.it.sip.many;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the kernel knows of a process, and what a JVM says of itself.
record Proc(long pid) {
    private static final long MICROS_PER_TICK = 10_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int INODE = 9;
    private static final Pattern USED = Pattern.compile("total .*used (\\d+)K");
    private static final Pattern OF_A_LEG = Pattern.compile("^#\\d+ \"(phone-rtp|phone-rtcp|phone-leg|web-leg|dtls)\"");

    static Proc of(long pid) {
        return new Proc(pid);
    }

    /// CPU time of all its threads, in user space and kernel.
    long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    /// Those that the kernel knows.
    long threads() {
        return number("Threads:");
    }

    long residentMegabytes() {
        return number("VmRSS:") / 1024;
    }

    private long number(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    long open() {
        return descriptors().size();
    }

    /// UDP ports that it has.
    long ports() {
        Set<String> udp = new HashSet<>();
        Stream.of("net/udp", "net/udp6")
                .flatMap(table -> read(table).lines().skip(1))
                .forEach(line -> udp.add("socket:[" + line.strip().split(" +", -1)[INODE] + "]"));
        return descriptors().stream().filter(udp::contains).count();
    }

    private List<String> descriptors() {
        try (Stream<Path> all = Files.list(folder().resolve("fd"))) {
            return all.map(Proc::target).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed while we looked.
            return "";
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the process is gone", e);
        }
    }

    private Path folder() {
        return Path.of("/proc", Long.toString(pid));
    }

    /// What is in use after a collection, all generations together, if it is a JVM.
    double heapMegabytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        String info = jcmd("GC.heap_info");
        long kilobytes = USED.matcher(info)
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
        if (kilobytes == 0) throw new AssertionError("no heap in " + info);
        return kilobytes / 1024.0;
    }

    /// Threads that belong to a call, virtual ones too, if it is a JVM.
    long threadsOfCalls(Path folder) throws IOException, InterruptedException {
        Path dump = folder.resolve("threads");
        jcmd("Thread.dump_to_file", "-overwrite", dump.toString());
        try (Stream<String> lines = Files.lines(dump)) {
            return lines.filter(line -> OF_A_LEG.matcher(line).find()).count();
        }
    }

    private String jcmd(String... what) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var command = Stream.concat(Stream.of(jcmd.toString(), Long.toString(pid)), Stream.of(what))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(said);
        return said;
    }
}
