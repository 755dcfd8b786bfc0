package dev.muster.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.it.sip.Peers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The browser, without a window.
///
/// @param program where it is
public record Chromium(Path program) {
    private static final long DEADLINE_SECONDS = 60;
    private static final Path FETCHED = Peers.program("chromium", "chromium");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /// What is there once a page has been loaded.
    ///
    /// @param document its HTML, as it has become
    /// @param console what the page, or the browser about it, has written there
    record Loaded(String document, List<String> console) {}

    /// One of this machine's, or else what `./verify` has unpacked.
    public static Optional<Chromium> installed() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, Stream.of(FETCHED))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /// @param folder for its profile, which it wants to be its own
    Loaded load(URI page, Path folder) throws IOException, InterruptedException {
        Path document = folder.resolve("document");
        Path log = folder.resolve("log");
        Process browser = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        // Which takes rights that few containers give. The page is ours.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--dump-dom",
                        page.toString())
                .redirectOutput(document.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            if (!browser.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Chromium is not done with " + page + " in time");
            }
        } finally {
            browser.destroyForcibly();
        }
        List<String> console = Files.readString(log, UTF_8)
                .lines()
                .filter(line -> line.contains(":CONSOLE"))
                .toList();
        return new Loaded(Files.readString(document, UTF_8), console);
    }
}
