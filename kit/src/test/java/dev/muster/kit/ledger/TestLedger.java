package dev.muster.kit.ledger;

import dev.muster.kit.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A real ledger for each test, in a folder of its own.
public final class TestLedger implements BeforeEachCallback, AfterEachCallback {
    private static final SecureRandom RANDOM = new SecureRandom();

    private @Nullable Path folder;
    private @Nullable Ledger ledger;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("ledger");
        Vault.create(folder.resolve("vault.key"), RANDOM);
        open();
    }

    /// Where its files are.
    public Path folder() {
        Path here = folder;
        if (here == null) throw new IllegalStateException("not within a test");
        return here;
    }

    private Ledger open() {
        Path here = folder();
        Ledger opened = Ledger.open(here.resolve("data"), Vault.open(here.resolve("vault.key"), RANDOM));
        ledger = opened;
        return opened;
    }

    public Ledger ledger() {
        Ledger opened = ledger;
        if (opened == null) throw new IllegalStateException("not within a test");
        return opened;
    }

    public Ledger reopened() {
        ledger().close();
        return open();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        ledger().close();
        if (folder == null) return;
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(TestLedger::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
