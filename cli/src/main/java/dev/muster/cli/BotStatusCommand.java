package dev.muster.cli;

import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster bot status`: who it is, and whether it is there.
@Command(
        name = "status",
        description = {
            "Says what the bot has published of itself: its name, its npub, the relays at which it hears, and where it"
                    + " is on the web; and whether it answers there.",
            "Exits with 1 if it has published nothing, or doesn't answer."
        },
        footer = {"  muster bot status", "  muster bot status --json --bot npub1… --relay wss://relay.example.org"})
final class BotStatusCommand implements Callable<Integer> {
    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    private final Shell shell;

    BotStatusCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        PublicKey key = bot.bot();
        List<URI> at = bot.at();
        try (Connected connected = bot.connect(at).orFail()) {
            BotProfile profile = BotProfile.lookUp(key, connected.relays())
                    .orElseThrow(() -> new Failure(new Npub(key).encode() + " has published nothing at "
                            + String.join(", ", at.stream().map(URI::toString).toList())
                            + ": has it ever run? (muster up)"));
            boolean answers = profile.web().isPresent() && answers(profile.web().get());
            output.print(text(profile, answers), json(profile, answers));
            return answers ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private boolean answers(URI base) throws InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(bot.patience()).build()) {
            var request = HttpRequest.newBuilder(BotProfile.below(base, "/healthz"))
                    .timeout(bot.patience())
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            shell.complain(base + " doesn't answer");
            return false;
        }
    }

    private static String text(BotProfile profile, boolean answers) {
        String web = profile.web().map(URI::toString).orElse("nowhere");
        return "name    " + profile.name().orElse("none") + "\nnpub    " + new Npub(profile.key()).encode()
                + "\nrelays  "
                + String.join(", ", profile.relays().stream().map(URI::toString).toList())
                + "\nweb     " + web + (answers ? ", answers" : ", doesn't answer");
    }

    private static JsonObject json(BotProfile profile, boolean answers) {
        var json = new JsonObject()
                .with("name", profile.name().orElse(""))
                .with("pubkey", profile.key().hex())
                .with("npub", new Npub(profile.key()).encode())
                .withTexts(
                        "relays", profile.relays().stream().map(URI::toString).toList());
        profile.web().ifPresent(web -> json.with("http", web.toString()));
        return json.with("answers", answers);
    }
}
