package dev.muster.cli;

import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which bot a command speaks to, where, and as whom.
final class BotOptions {
    @Option(
            names = "--bot",
            paramLabel = "NPUB",
            description = {
                "The bot to speak to.",
                "Without it the bot of this machine, whose key is in keys/ beside muster.toml."
            })
    private @Nullable PublicKey bot;

    @Mixin
    private final LookupRelays lookup;

    @Mixin
    private final Settings settings;

    @Mixin
    private final Identity identity;

    @Mixin
    private final RelayOptions relays;

    private final Shell shell;

    BotOptions(Shell shell) {
        this.lookup = new LookupRelays(shell);
        this.settings = new Settings(shell);
        this.identity = new Identity(shell);
        this.relays = new RelayOptions(shell);
        this.shell = shell;
    }

    /// A line to the bot for whoever has said who they are, or else for the admin of this machine.
    BotLine openForOrganizer() throws InterruptedException {
        return open(identity.keyIfGiven().orElseGet(this::adminKey));
    }

    /// A line to the bot for whoever has said who they are.
    BotLine open() throws InterruptedException {
        return open(identity.key());
    }

    private BotLine open(SecretKey key) throws InterruptedException {
        return BotLine.open(new BotLine.Ends(key, bot(), at()), relays, shell);
    }

    private SecretKey adminKey() {
        Path file = Founding.adminKey(settings.folder());
        if (Files.notExists(file)) return identity.key();
        shell.complain("speaking as the admin (" + file + "); --key speaks as somebody else");
        return new KeyFile(file).open(shell);
    }

    PublicKey bot() {
        if (bot != null) return bot;
        Path file = Founding.botKey(settings.folder());
        if (Files.notExists(file)) {
            throw Failure.usage("no bot: name it with --bot npub1… and a relay of its with --relay, or be where"
                    + " muster.toml is, or name that with --config");
        }
        return new KeyFile(file).open(shell).publicKey();
    }

    /// Where to look the bot up.
    List<URI> at() {
        Optional<List<URI>> named = lookup.ifGiven();
        if (named.isPresent()) return named.get();
        if (bot == null || settings.isThere())
            return List.of(settings.read().relay().net().url());
        return lookup.orFail();
    }

    /// To ask for what everybody may know.
    Connected connect(List<URI> at) throws InterruptedException {
        return relays.connect(at, identity.keyIfGiven());
    }

    Duration patience() {
        return relays.patience();
    }
}
