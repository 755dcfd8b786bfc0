package dev.muster.cli;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.nip19.Bech32Entity.Nsec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster key new`: a new identity.
@Command(
        name = "new",
        description = "Makes a secret key, and prints the public one (npub) that goes with it.",
        footer = {"  muster key new --out alice.key", "  muster key new --json"})
final class KeyNewCommand implements Runnable {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = {
                "Write the secret key (nsec) into this new file, readable by you alone.",
                "Without it, the secret key is printed."
            })
    private @Nullable String file;

    @Mixin
    private final Output output;

    private final Shell shell;

    KeyNewCommand(Shell shell) {
        this.shell = shell;
        this.output = new Output(shell);
    }

    @Override
    public void run() {
        SecretKey key = SecretKey.random(shell.random());
        String npub = new Npub(key.publicKey()).encode();
        String nsec = new Nsec(key).encode();
        var json = new JsonObject()
                .with("npub", npub)
                .with("pubkey", key.publicKey().hex());
        if (file != null) {
            new KeyFile(Path.of(file)).write(nsec);
            output.print(npub, json.with("file", file));
        } else {
            output.print(nsec + "\n" + npub, json.with("nsec", nsec));
            shell.complain(
                    "keep the nsec where nobody else can read it, and a copy of it: who has it is you, and nobody"
                            + " can give you another");
        }
    }
}
