package dev.muster.cli;

import dev.muster.nostr.crypto.EncryptedSecretKey;
import dev.muster.nostr.crypto.EncryptedSecretKey.Handling;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Ncryptsec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster key encrypt`: a key that takes a password to use (NIP-49).
@Command(
        name = "encrypt",
        description = {
            "Locks a secret key with a password (NIP-49) and prints it as an ncryptsec.",
            "The password is asked for, or taken from the variable MUSTER_PASSWORD."
        },
        footer = {
            "  muster key encrypt --key alice.key",
            "  muster key encrypt --key alice.key --out alice.locked --log-n 20"
        })
final class KeyEncryptCommand implements Runnable {
    @Option(
            names = "--log-n",
            paramLabel = "N",
            defaultValue = "16",
            description = {
                "How hard it is to try passwords: 16 takes 64 MiB of memory for each, one more twice as much and as"
                        + " long (1 to " + EncryptedSecretKey.MAX_LOG_N + ", default ${DEFAULT-VALUE})."
            })
    private int logN;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it into this new file, readable by you alone, instead of printing it.")
    private @Nullable String file;

    @Mixin
    private final Identity identity;

    private final Shell shell;

    KeyEncryptCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
    }

    @Override
    public void run() {
        String ncryptsec = switch (identity.storedKey()) {
            case StoredKey.Open(var key) -> encrypted(key);
            case StoredKey.Locked locked ->
                throw new Failure(locked.where()
                        + " is encrypted already; to give it another password, begin with muster key decrypt");
        };
        if (file != null) new KeyFile(Path.of(file)).write(ncryptsec);
        else shell.print(ncryptsec);
    }

    private String encrypted(SecretKey key) {
        if (logN < 1 || logN > EncryptedSecretKey.MAX_LOG_N)
            throw Failure.usage("--log-n lies between 1 and " + EncryptedSecretKey.MAX_LOG_N + ", not " + logN);
        String password = new Password(shell.environment()).chosen();
        // NIP-49 wants it said that the key has lain around in clear, be it in a file or a variable.
        var locked = EncryptedSecretKey.encrypt(key, password, logN, Handling.INSECURE, shell.random());
        return new Ncryptsec(locked.bytes()).encode();
    }
}
