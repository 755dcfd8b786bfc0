package dev.muster.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where relays to measure come from.
sealed interface Relays {
    /// Starts one with this command whenever one is needed, each with a folder of its own below `folder`.
    record Started(String command, Path folder) implements Relays {
        Path newData() throws IOException {
            return Files.createTempDirectory(folder, "data");
        }

        Server at(Path data) throws IOException, InterruptedException {
            return Server.start(command, data);
        }
    }

    /// There is one, for everything that is measured.
    record Attached(URI uri, long pid) implements Relays {}

    /// One to measure, with nothing in it if that is up to us.
    default Server one() throws IOException, InterruptedException {
        return switch (this) {
            case Started started -> started.at(started.newData());
            case Attached(URI uri, long pid) -> Server.attached(uri, pid);
        };
    }
}
