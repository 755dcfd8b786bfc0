package dev.muster.cli;

import dev.muster.cli.Lines.Line;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.negentropy.RecordArray;
import dev.muster.nostr.negentropy.Records;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A file of events as JSON, one a line. It grows at its end, and may be larger than memory.
final class EventFile implements Place, AutoCloseable {
    private final Path path;
    private final FileChannel end;
    private final Shell shell;

    /// Opens the file, or makes an empty one.
    EventFile(Path path, Shell shell) {
        this.path = path;
        this.shell = shell;
        try {
            this.end = FileChannel.open(
                    path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            finishLastLine();
        } catch (IOException e) {
            throw Failure.of("open", path, e);
        }
    }

    /// Somebody may have edited the file, or a power failure have cut it off.
    private void finishLastLine() throws IOException {
        long size = end.size();
        var last = ByteBuffer.allocate(1);
        if (size > 0) end.read(last, size - 1);
        end.position(size);
        if (size > 0 && last.get(0) != '\n') write(new byte[] {'\n'});
    }

    /// Ids and times of what matches. Names the lines that are no events.
    Records records(Filter filter) throws InterruptedException {
        RecordArray.Builder records = RecordArray.builder();
        Reader matching = event -> {
            if (filter.matches(event)) records.add(event.createdAt(), event.id());
        };
        read(matching, shell::complain);
        return records.build();
    }

    @Override
    public void read(Set<EventId> ids, Reader reader) throws InterruptedException {
        var wanted = new HashSet<>(ids);
        Reader those = event -> {
            if (wanted.remove(event.id())) reader.read(event);
        };
        // Lines that are no events were named when the file was read before.
        read(those, _ -> {});
    }

    private void read(Reader reader, Consumer<String> complaints) throws InterruptedException {
        try (InputStream in = Files.newInputStream(path)) {
            var lines = new Lines(in);
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<Event> event = event(line.get(), complaints);
                if (event.isPresent()) reader.read(event.get());
            }
        } catch (IOException e) {
            throw Failure.of("read", path, e);
        }
    }

    private Optional<Event> event(Line line, Consumer<String> complaints) {
        try {
            return Optional.of(Event.parse(line.bytes()));
        } catch (IllegalArgumentException e) {
            complaints.accept(path + " line " + line.number() + " is passed over: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public CompletableFuture<Optional<String>> take(Event event) {
        byte[] json = event.json();
        try {
            write(ByteBuffer.allocate(json.length + 1)
                    .put(json)
                    .put((byte) '\n')
                    .array());
        } catch (IOException e) {
            throw Failure.of("write", path, e);
        }
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /// One write a line: who ends us leaves whole lines behind.
    private void write(byte[] line) throws IOException {
        var bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) end.write(bytes);
    }

    @Override
    public void close() {
        try (end) {
            end.force(false);
        } catch (IOException e) {
            throw Failure.of("write", path, e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
