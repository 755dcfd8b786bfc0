package dev.muster.cli;

import dev.muster.nostr.crypto.SecretKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who is speaking: `--key FILE`, or the variable `MUSTER_KEY`. Never the key itself as an argument, where the shell's
/// history keeps it and every process of the machine can read it.
final class Identity {
    private static final String VARIABLE = "MUSTER_KEY";
    private static final Pattern LOOKS_SECRET = Pattern.compile("(?i)(nostr:)?(nsec|ncryptsec)1.*|[0-9a-f]{64}");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = {
                "File with your secret key: nsec, ncryptsec or hex.",
                "Without it, the variable MUSTER_KEY holds the key."
            })
    private @Nullable String file;

    private final Shell shell;

    Identity(Shell shell) {
        this.shell = shell;
    }

    SecretKey key() {
        return keyIfGiven().orElseThrow(Identity::missing);
    }

    /// Empty if the user has not said who they are.
    Optional<SecretKey> keyIfGiven() {
        return stored().map(stored -> stored.open(new Password(shell.environment())));
    }

    boolean isGiven() {
        return file != null || shell.environment().variable(VARIABLE).isPresent();
    }

    /// The key as it was found, still locked if it has a password.
    StoredKey storedKey() {
        return stored().orElseThrow(Identity::missing);
    }

    private Optional<StoredKey> stored() {
        if (file == null) {
            return shell.environment().variable(VARIABLE).map(text -> StoredKey.parse(text, "MUSTER_KEY"));
        }
        if (LOOKS_SECRET.matcher(file).matches()) {
            throw Failure.usage(
                    "--key takes the name of a file, and a secret key came. Other people may have seen it now,"
                            + " in the list of processes or the shell's history. Keep keys in files"
                            + " (muster key new --out FILE) or in the variable MUSTER_KEY");
        }
        KeyFile keys = new KeyFile(Path.of(file));
        keys.weakness().ifPresent(weakness -> shell.complain("warning: " + weakness));
        return Optional.of(StoredKey.parse(keys.read(), file));
    }

    private static Failure missing() {
        return Failure.usage("no secret key: name its file with --key FILE, or put it into the variable MUSTER_KEY"
                + " (muster key new --out FILE makes one)");
    }
}
