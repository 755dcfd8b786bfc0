package dev.muster.kit.ops;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders with everything in them. What is in ours is for its owner alone.
public final class Folders {
    private Folders() {}

    /// Makes it and those above it, unless they are there.
    public static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder, asFileAttribute(fromString("rwx------")));
    }

    public static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) return true;
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /// Files come and go meanwhile: one that has gone takes nothing.
    public static long bytesIn(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) bytes += size(file);
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /// Copies the files of a folder, and of those in it, into a new one, and has them written to disk. A file that is
    /// taken away meanwhile is left out.
    public static void copy(Path from, Path to) throws IOException {
        createPrivate(to);
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Path folder = target.getParent();
            if (folder != null) createPrivate(folder);
            try {
                sync(Files.copy(file, target));
            } catch (NoSuchFileException e) {
                if (!file.toString().equals(e.getFile())) throw e;
            }
        }
        sync(to);
    }

    public static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Not by [Files#walk]: it fails where a file goes between being listed and being looked at.
    private static List<Path> files(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException && !file.equals(folder)) return FileVisitResult.CONTINUE;
                throw e;
            }
        });
        return files;
    }

    /// Takes it away with everything in it, if it is there.
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
