package dev.muster.cli;

import dev.muster.nostr.crypto.Secp256k1;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `muster version`: what is running here, in the lines that a bug report needs.
@Command(name = "version", description = "Prints the version, the commit it was built from, and what it runs on.")
final class VersionCommand implements Runnable, IVersionProvider {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        for (String line : getVersion()) command.commandLine().getOut().println(line);
    }

    @Override
    public String[] getVersion() {
        Properties built = built();
        String commit = built.getProperty("commit");
        return new String[] {
            "muster " + built.getProperty("version") + (commit.isEmpty() ? "" : " (commit " + commit + ")"),
            "java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            "curve " + Secp256k1.best().name(),
        };
    }

    /// What Maven wrote into the jar.
    private static Properties built() {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
