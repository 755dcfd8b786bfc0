package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.relay.ops.Housekeeping;
import dev.muster.relay.ops.Housekeeping.Export;
import dev.muster.relay.ops.Housekeeping.Exported;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster relay export`: events as text that any other relay understands.
@Command(
        name = "export",
        description = {
            "Writes the relay's events as JSON, one a line, in the order in which they came.",
            "What stands there is what the relay keeps: also messages in inboxes, encrypted as they are."
        },
        footer = {
            "  muster relay export events.jsonl",
            "  muster relay export --kinds 1 --since 7d | gzip > notes.jsonl.gz"
        })
final class RelayExportCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A new file, readable by you alone; without it, standard output.")
    private @Nullable Path file;

    @Mixin
    private final FilterOptions filters = new FilterOptions();

    private final Shell shell;
    private final RelayData data;

    RelayExportCommand(Shell shell, RelayData data) {
        this.shell = shell;
        this.data = data;
    }

    @Override
    public void run() {
        if (file == null) {
            export(shell::print);
            return;
        }
        Path path = shell.environment().folder().resolve(file);
        try (var out = create(path)) {
            export(line -> write(line, out));
        } catch (FileAlreadyExistsException e) {
            throw new Failure(path + " is there already, and is not overwritten");
        } catch (IOException e) {
            throw Failure.of("write", path, e);
        }
    }

    private static OutputStream create(Path path) throws IOException {
        var forOwner = asFileAttribute(fromString("rw-------"));
        return new BufferedOutputStream(
                Channels.newOutputStream(FileChannel.open(path, Set.of(CREATE_NEW, WRITE), forOwner)), 1 << 16);
    }

    private static void write(byte[] line, OutputStream out) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the file: " + e.getMessage(), e);
        }
    }

    private void export(Consumer<byte[]> target) {
        var filter = new Export(new String(filters.filter().json(), UTF_8));
        Exported exported;
        try (var session = data.open();
                var progress = new Progress(shell, "export", target)) {
            exported = session.run(Housekeeping.EXPORT, filter, progress);
        }
        shell.complain(Amounts.events(exported.events()) + " written");
    }
}
