package dev.muster.cli;

import dev.muster.nostr.crypto.Secp256k1;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What is running here, in the lines that a bug report needs.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties built = built();
        String commit = built.getProperty("commit");
        return new String[] {
            "muster " + built.getProperty("version") + (commit.isEmpty() ? "" : " (commit " + commit + ")"),
            "java " + java(),
            "curve " + Secp256k1.best().name(),
        };
    }

    JsonObject json() {
        Properties built = built();
        return new JsonObject()
                .with("muster", built.getProperty("version"))
                .with("commit", built.getProperty("commit"))
                .with("java", java())
                .with("curve", Secp256k1.best().name());
    }

    static String number() {
        return built().getProperty("version");
    }

    private static String java() {
        return Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    }

    /// What Maven wrote into the jar.
    private static Properties built() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
