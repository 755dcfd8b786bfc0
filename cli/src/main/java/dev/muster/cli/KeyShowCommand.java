package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `muster key show`: the same public key in the forms that people and programs know.
@Command(
        name = "show",
        description = {
            "Prints a public key as npub and as hex: the one given, or the one that belongs to your secret key.",
            "Never prints the secret key."
        },
        footer = {"  muster key show --key alice.key", "  muster key show npub1…"})
final class KeyShowCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "NPUB", description = "An npub, an nprofile or a public key in hex.")
    private @Nullable PublicKey given;

    @Mixin
    private final Identity identity;

    @Mixin
    private final Output output;

    KeyShowCommand(Shell shell) {
        this.identity = new Identity(shell);
        this.output = new Output(shell);
    }

    @Override
    public void run() {
        PublicKey key = given != null ? given : identity.key().publicKey();
        String npub = new Npub(key).encode();
        output.print(
                "npub  " + npub + "\nhex   " + key.hex(),
                new JsonObject().with("npub", npub).with("pubkey", key.hex()));
    }
}
