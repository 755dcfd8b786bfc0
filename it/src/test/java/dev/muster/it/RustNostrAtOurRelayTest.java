package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// rust-nostr's client at our relay.
@NeedsRust
class RustNostrAtOurRelayTest extends AtOurRelay {
    @TempDir
    private Path folder;

    @Override
    Client open(SecretKey person) throws Exception {
        return new RustClient(relay.url(), person, Files.createTempDirectory(folder, "client"));
    }
}
