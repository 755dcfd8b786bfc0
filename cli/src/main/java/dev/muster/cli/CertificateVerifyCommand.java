package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.RelayOptions.Connected;
import dev.muster.nostr.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster certificate verify`: whether one is genuine.
@Command(
        name = "verify",
        description = {
            "Asks the bot's pages whether a certificate is genuine, whose it is, and whether it still counts.",
            "Exits with 1 if it isn't, or doesn't. Anybody can do the same in a browser, at /certificate."
        },
        footer = {
            "  muster certificate verify KF7Q-2MXR-9TDA",
            "  muster certificate verify KF7Q-2MXR-9TDA --at https://join.example.org"
        })
final class CertificateVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CODE", description = "What stands on the certificate.")
    private String code = "";

    @Option(
            names = "--at",
            paramLabel = "URL",
            description = "Where the bot's pages are; without it, where the bot says that they are.")
    private @Nullable String at;

    @Mixin
    private final BotOptions bot;

    @Mixin
    private final Output output;

    CertificateVerifyCommand(Shell shell) {
        this.bot = new BotOptions(shell);
        this.output = new Output(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        HttpResponse<byte[]> response = ask(at == null ? published() : address(at));
        if (response.statusCode() == 404) {
            output.print(
                    "unknown    there is no certificate with this code",
                    new JsonObject().with("valid", false).with("verdict", "unknown"));
            return ExitCode.SOFTWARE;
        }
        if (response.statusCode() == 429)
            throw new Failure("too many codes that don't exist were asked for: try later");
        CertificateVerdict verdict = read(response);
        output.print(verdict.text(), verdict.json());
        return verdict.isValid() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private URI published() throws InterruptedException {
        try (Connected connected = bot.connect(bot.at()).orFail()) {
            return BotProfile.lookUp(bot.bot(), connected.relays())
                    .flatMap(BotProfile::web)
                    .orElseThrow(() -> new Failure("the bot has not said where its pages are: name them with --at"));
        }
    }

    private static URI address(String text) {
        return BotProfile.address(text)
                .orElseThrow(() -> Failure.usage("--at is an address such as https://join.example.org"));
    }

    private HttpResponse<byte[]> ask(URI base) throws InterruptedException {
        String path =
                "/v1/certificates/" + URLEncoder.encode(code.strip(), UTF_8).replace("+", "%20");
        try (var client = HttpClient.newBuilder().connectTimeout(bot.patience()).build()) {
            var request = HttpRequest.newBuilder(BotProfile.below(base, path))
                    .timeout(bot.patience())
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Failure(base + " doesn't answer: try again later, or name another address with --at");
        }
    }

    private static CertificateVerdict read(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() == 200) return CertificateVerdict.parse(response.body());
        } catch (MalformedJson e) {
            throw new Failure("what answers there knows nothing of certificates");
        }
        throw new Failure("what answers there knows nothing of certificates (status " + response.statusCode() + ")");
    }
}
