package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.Lines.Line;
import dev.muster.relay.ops.Housekeeping;
import dev.muster.relay.ops.Housekeeping.Import;
import dev.muster.relay.ops.Housekeeping.Imported;
import dev.muster.relay.ops.Housekeeping.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster relay import`: events from a file or another relay's export.
@Command(
        name = "import",
        description = {
            "Takes events in: JSON, one a line. Id and signature of each are checked; rules about members, rates and"
                    + " sizes play no part.",
            "May be stopped and begun again: what is here already costs little. A line that is refused is named by"
                    + " its number (the first hundred). Exits with 1 if there was one."
        },
        footer = {"  muster relay import events.jsonl", "  zcat notes.jsonl.gz | muster relay import"})
final class RelayImportCommand implements Callable<Integer> {
    private static final int LINES_AT_ONCE = 2_000;
    private static final int BYTES_AT_ONCE = 8 << 20;
    private static final long NAMED = 100;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where from; without it, standard input.")
    private @Nullable Path file;

    @Mixin
    private final Output output;

    private final Shell shell;
    private final RelayData data;

    private long accepted;
    private long known;
    private long outdated;
    private long refused;

    RelayImportCommand(Shell shell, RelayData data) {
        this.output = new Output(shell);
        this.shell = shell;
        this.data = data;
    }

    @Override
    public Integer call() {
        if (file == null) {
            take(shell.in(), 0);
        } else {
            takeFile(shell.environment().folder().resolve(file));
        }
        output.print(
                "%s accepted, %s known, %s outdated, %s refused"
                        .formatted(
                                Amounts.count(accepted),
                                Amounts.count(known),
                                Amounts.count(outdated),
                                Amounts.count(refused)),
                new JsonObject()
                        .with("accepted", accepted)
                        .with("known", known)
                        .with("outdated", outdated)
                        .with("refused", refused));
        return refused == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void takeFile(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            take(in, Files.size(path));
        } catch (IOException e) {
            throw Failure.of("read", path, e);
        }
    }

    /// @param size how many bytes will come; 0 if nobody knows
    private void take(InputStream in, long size) {
        var lines = new Lines(in);
        try (var session = data.openOrMake();
                var progress = new Progress(shell, "import")) {
            long read = 0;
            for (List<Line> batch = next(lines); !batch.isEmpty(); batch = next(lines)) {
                take(session, batch, progress);
                for (Line line : batch) read += line.bytes().length + 1;
                progress.progress(read, size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the events: " + e.getMessage(), e);
        }
    }

    private static List<Line> next(Lines lines) throws IOException {
        var batch = new ArrayList<Line>();
        long bytes = 0;
        while (batch.size() < LINES_AT_ONCE && bytes < BYTES_AT_ONCE) {
            Optional<Line> line = lines.next();
            if (line.isEmpty()) break;
            batch.add(line.get());
            bytes += line.get().bytes().length;
        }
        return batch;
    }

    private void take(RelayData.Session session, List<Line> batch, Progress progress) {
        List<String> events =
                batch.stream().map(line -> new String(line.bytes(), UTF_8)).toList();
        Imported imported = session.run(Housekeeping.IMPORT, new Import(events), progress);
        accepted += imported.accepted();
        known += imported.known();
        outdated += imported.outdated();
        if (!imported.refused().isEmpty()) progress.close();
        for (Refusal refusal : imported.refused()) {
            if (refused++ < NAMED) {
                shell.complain("line " + batch.get(refusal.at()).number() + ": " + refusal.why());
            }
        }
    }
}
