package dev.muster.cli;

import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster key decrypt`: takes the password off a key.
@Command(
        name = "decrypt",
        description = {
            "Unlocks an ncryptsec (NIP-49) and prints the secret key in clear, as an nsec.",
            "The password is asked for, or taken from the variable MUSTER_PASSWORD."
        },
        footer = {"  muster key decrypt --key alice.locked --out alice.key"})
final class KeyDecryptCommand implements Runnable {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it into this new file, readable by you alone, instead of printing it.")
    private @Nullable String file;

    @Mixin
    private final Identity identity;

    private final Shell shell;

    KeyDecryptCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
    }

    @Override
    public void run() {
        String nsec = switch (identity.storedKey()) {
            case StoredKey.Locked locked -> new Nsec(locked.open(new Password(shell.environment()))).encode();
            case StoredKey.Open _ -> throw new Failure("this key is not encrypted");
        };
        if (file != null) {
            new KeyFile(Path.of(file)).write(nsec);
        } else {
            shell.print(nsec);
            shell.complain("keep the nsec where nobody else can read it: who has it is you");
        }
    }
}
