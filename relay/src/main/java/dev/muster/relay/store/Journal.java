package dev.muster.relay.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The events, in the order in which they came, in a row of files; at the same time the log from which the
/// index is made good after a crash.
///
/// An event is written once and stays where it is: reading it costs a look into a mapped file, where RocksDB would have
/// to search for it. Only when much of a file is gone, it is written anew without that.
///
/// One thread writes, any number read.
final class Journal implements AutoCloseable {
    private final Path folder;
    private final int capacity;
    private volatile Segment[] segments;
    // There may be a next file already, which says where this one ends.
    private boolean isLastFull;

    /// A place in the journal: where a frame begins, or the next one will.
    record Position(int segment, int offset) implements Comparable<Position> {
        static final Position START = new Position(0, 0);

        @Override
        public int compareTo(Position other) {
            return segment != other.segment
                    ? Integer.compare(segment, other.segment)
                    : Integer.compare(offset, other.offset);
        }
    }

    private Journal(Path folder, int capacity, List<Segment> segments) {
        this.folder = folder;
        this.capacity = capacity;
        this.segments = segments.toArray(Segment[]::new);
    }

    static Journal open(Path folder, int capacity) {
        try {
            Files.createDirectories(folder);
            var segments = new ArrayList<Segment>();
            List<Path> files = files(folder);
            // From the last to the first: each knows where the one before it ends.
            for (Path file : files.reversed()) {
                Optional<Integer> knownEnd = segments.isEmpty()
                        ? Optional.empty()
                        : Optional.of(segments.getFirst().previousEnd());
                segments.addFirst(Segment.open(file, knownEnd));
            }
            checkNumbers(folder, segments);
            for (int i = 0; i < segments.size() - 1; i++) {
                Segment full = segments.get(i);
                if (!full.isSealed()) segments.set(i, full.reopened(full.end()).sealed());
            }
            if (!segments.isEmpty() && !segments.getLast().isSealed()) {
                segments.addLast(segments.removeLast().reopened(capacity));
            }
            return new Journal(folder, capacity, segments);
        } catch (IOException e) {
            throw new StoreFailure("the events in " + folder + " can't be opened: " + reason(e), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        try (var all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                // What a crash left of a file that was to be put in another's place.
                if (file.toString().endsWith(Segment.UNFINISHED)) Files.delete(file);
                else files.add(file);
            }
        }
        return files;
    }

    private static void checkNumbers(Path folder, List<Segment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).number() != i + 1) {
                throw new StoreFailure("the file " + folder.resolve(name(i + 1)) + " is missing; restore the events"
                        + " from a backup");
            }
        }
    }

    private static String name(int number) {
        return "%08d.events".formatted(number);
    }

    /// What went wrong, in words: some of Java's messages are only a file's name.
    static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    static StoreFailure unreadable(Path folder, Throwable cause) {
        return new StoreFailure(
                "the events in " + folder + " can't be read: a file there is damaged, or was cut short by somebody;"
                        + " restore them from a backup",
                cause);
    }

    /// Where the next frame will stand.
    Position end() {
        Segment[] all = segments;
        return all.length == 0 ? Position.START : new Position(all.length, all[all.length - 1].end());
    }

    /// Writes a commit and syncs it to disk.
    ///
    /// @param nextSequence no event in it has a lower one
    /// @return where it ends
    Position append(Frame frame, long nextSequence) {
        try {
            Segment last = lastWithRoomFor(frame, nextSequence);
            int before = last.end();
            try {
                last.append(frame);
            } catch (IOException e) {
                cut(last, before);
                throw e;
            }
            return end();
        } catch (IOException e) {
            throw new StoreFailure("the events in " + folder + " can't be written: " + reason(e), e);
        }
    }

    /// Takes the last commit back.
    void cutTo(Position position) {
        Segment[] all = segments;
        cut(all[all.length - 1], position.segment() == all.length ? position.offset() : Segment.HEADER);
    }

    /// What the disk did with a write that failed nobody knows. If it can't be cut off, the next file will say that it
    /// doesn't count.
    private void cut(Segment segment, int end) {
        try {
            segment.cutTo(end);
        } catch (IOException e) {
            isLastFull = true;
        }
    }

    private Segment lastWithRoomFor(Frame frame, long nextSequence) throws IOException {
        Segment[] all = segments;
        Segment last = all.length == 0 ? null : all[all.length - 1];
        if (last != null && !isLastFull && !last.isSealed() && last.hasRoomFor(frame.size())) return last;
        return startSegment(last, nextSequence, Segment.HEADER + frame.size());
    }

    private Segment startSegment(@Nullable Segment last, long firstSequence, int needed) throws IOException {
        int number = segments.length + 1;
        // If this fails halfway, what would still be written to the last file would lie behind its known end.
        isLastFull = true;
        Segment started = Segment.create(
                folder.resolve(name(number)),
                number,
                last == null ? 0 : last.end(),
                firstSequence,
                0,
                Math.max(capacity, needed));
        Segment.syncFolder(folder);
        if (last != null && !last.isSealed()) replace(last.sealed());
        add(started);
        isLastFull = false;
        return started;
    }

    private synchronized void add(Segment segment) {
        Segment[] more = Arrays.copyOf(segments, segment.number());
        more[segment.number() - 1] = segment;
        segments = more;
    }

    private synchronized void replace(Segment segment) {
        Segment[] changed = segments.clone();
        changed[segment.number() - 1] = segment;
        segments = changed;
    }

    Optional<StoredEvent> event(long sequence) {
        Segment segment = holding(sequence);
        return segment == null ? Optional.empty() : segment.event(sequence);
    }

    private @Nullable Segment holding(long sequence) {
        Segment[] all = segments;
        int low = 0;
        int high = all.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (all[middle].firstSequence() <= sequence) low = middle + 1;
            else high = middle - 1;
        }
        return high < 0 ? null : all[high];
    }

    /// The number of the file that the event of that sequence is in; 0 if it is in none yet.
    int segmentOf(long sequence) {
        Segment segment = holding(sequence);
        return segment == null || segment.event(sequence).isEmpty() ? 0 : segment.number();
    }

    /// Reads all frames from there on.
    void read(Position from, Frame.Reader reader) {
        for (Segment segment : segments) {
            if (segment.number() < from.segment()) continue;
            segment.read(segment.number() == from.segment() ? from.offset() : Segment.HEADER, reader);
        }
    }

    /// What its files take up.
    long bytes() {
        try {
            long bytes = 0;
            for (Segment segment : segments) bytes += segment.size();
            return bytes;
        } catch (IOException e) {
            throw new StoreFailure("the events in " + folder + " can't be read: " + reason(e), e);
        }
    }

    /// The files that are full and have others after them.
    List<Segment> sealed() {
        Segment[] all = segments;
        return Arrays.stream(all)
                .filter(segment -> segment.isSealed() && segment.number() < all.length)
                .toList();
    }

    /// Writes a sealed file anew without the events that have gone, beside it. Any thread may do that, one at a time.
    void copyShrunk(Segment segment, Predicate<StoredEvent> isWanted) {
        try {
            segment.copyOf(shrunk(segment), isWanted);
        } catch (IOException e) {
            throw notShrunk(segment, e);
        }
    }

    private Path shrunk(Segment segment) {
        return folder.resolve(name(segment.number()) + Segment.UNFINISHED);
    }

    private static StoreFailure notShrunk(Segment segment, IOException e) {
        return new StoreFailure("the file " + segment.file() + " can't be written anew: " + reason(e), e);
    }

    /// Puts the file that was written anew in its place. Who reads the old one still can.
    void takeShrunk(Segment segment) {
        try {
            Files.move(shrunk(segment), segment.file(), ATOMIC_MOVE, REPLACE_EXISTING);
            Segment.syncFolder(folder);
            replace(Segment.open(segment.file(), Optional.empty()));
        } catch (IOException e) {
            throw notShrunk(segment, e);
        }
    }

    /// Closes the last file, so that all that is there now stays as it is.
    ///
    /// @return all files up to that one
    List<Segment> closeLast(long nextSequence) {
        try {
            Segment[] all = segments;
            if (all.length > 0 && !all[all.length - 1].isSealed()) {
                startSegment(all[all.length - 1], nextSequence, Segment.HEADER);
            }
            return Arrays.stream(segments).filter(Segment::isSealed).toList();
        } catch (IOException e) {
            throw new StoreFailure("the events in " + folder + " can't be written: " + reason(e), e);
        }
    }

    /// Links files into another folder, or copies them if that is on another disk.
    static void linkTo(Path target, List<Segment> files) {
        try {
            Files.createDirectory(target);
            for (Segment each : files)
                link(each.file(), target.resolve(each.file().getFileName()));
            Segment.syncFolder(target);
        } catch (IOException e) {
            throw new StoreFailure("no backup could be made in " + target + ": " + reason(e), e);
        }
    }

    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | FileSystemException otherDisk) {
            Files.copy(file, target);
            try (var copy = FileChannel.open(target, WRITE)) {
                copy.force(true);
            }
        }
    }

    @Override
    public void close() {
        Segment[] all = segments;
        if (all.length == 0) return;
        try {
            all[all.length - 1].close();
        } catch (IOException e) {
            throw new StoreFailure("the events in " + folder + " can't be closed: " + reason(e), e);
        }
    }
}
